package io.lamina.keys.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.keys.Conversion;
import io.lamina.api.keys.KeyVault;
import io.lamina.keys.vault.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Objects objects = new Objects();
  private Path data;

  /** A kind of data that is elsewhere, as the objects of a store with a folder of its own. */
  private static final class Objects implements Conversion {
    boolean encrypted;
    boolean complete = true;
    int runs;

    @Override
    public boolean holdsEncrypted(Path data) {
      return encrypted;
    }

    @Override
    public boolean convert(Path data, KeyVault keys, Consumer<String> progress) {
      runs++;
      return complete;
    }
  }

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
  }

  private KeysCommand command() {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new KeysCommand(data, new Installation(data, null), List.of(objects), out, out);
  }

  private void assertSaid(String words) {
    String text = said.toString(StandardCharsets.UTF_8);
    said.reset();
    assertTrue(text.contains(words), text);
  }

  private void plainData() throws IOException {
    Files.createDirectories(data.resolve("storage"));
    Files.writeString(data.resolve("storage/signing.key"), "plain");
  }

  @Test
  void eachRunOfEncryptConvertsWhatIsLeft() throws IOException {
    plainData();
    objects.complete = false;
    assertEquals(1, command().encrypt());
    assertSaid("run encrypt again");
    assertEquals(1, command().prepare());
    assertSaid("begun and not finished");
    objects.complete = true;
    assertEquals(0, command().encrypt());
    assertSaid("back up the key file");
    assertEquals(0, command().prepare());
    assertEquals(0, command().encrypt());
    assertEquals(3, objects.runs, "a run after the end looks again");
    objects.complete = false;
    assertEquals(1, command().encrypt());
    assertEquals(0, command().prepare(), "what was encrypted is still served");
  }

  @Test
  void noNewKeysetIsMadeWhereEncryptedObjectsLie() throws IOException {
    objects.encrypted = true;
    for (boolean rows : new boolean[] {false, true}) {
      if (rows) {
        plainData();
      }
      assertEquals(1, command().prepare());
      assertSaid("keys/keyset in there is missing");
      assertEquals(1, command().encrypt());
      assertSaid("keys/keyset in there is missing");
      assertFalse(Files.exists(data.resolve("keys")));
      assertFalse(Files.exists(folder.resolve("data.key")));
    }
    assertEquals(0, objects.runs);
  }

  @Test
  void verifyMakesNothing() {
    assertEquals(1, command().verify());
    assertSaid("is not there");
    assertFalse(Files.exists(data.resolve("keys")));
    assertEquals(0, command().prepare());
    assertEquals(0, command().verify());
  }
}
