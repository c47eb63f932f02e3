package io.lamina.rest.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  @Test
  void aFullDiskIsToldAsOneWhoeverNoticedIt() {
    assertFull(new SQLException("could not extend file \"base/1\"", "53100"));
    assertFull(new IllegalStateException(new SQLException("The disk is full", "53100")));
    assertFull(new UncheckedIOException(new IOException("No space left on device")));
    assertFull(new FileSystemException("/secret/path", null, "No space left on device"));
    assertFull(new IOException("Disk quota exceeded"));
  }

  @Test
  void otherFailuresOfDiskAndDatabaseAreOurs() {
    assertTrue(Refusals.find(new SQLException("syntax error", "42601")).isEmpty());
    assertTrue(Refusals.find(new IOException("Input/output error")).isEmpty());
    assertTrue(Refusals.find(new IOException((String) null)).isEmpty());
  }

  private static void assertFull(Exception thrown) {
    LaminaException refusal = Refusals.find(thrown).orElseThrow();
    assertEquals(ErrorKind.INSUFFICIENT_STORAGE, refusal.kind());
    assertTrue(refusal.getMessage().startsWith("The server's disk is full"));
  }
}
