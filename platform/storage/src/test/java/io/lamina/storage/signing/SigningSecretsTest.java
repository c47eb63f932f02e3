package io.lamina.storage.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lamina.api.keys.KeyVault;
import io.lamina.testkit.FakeKeyVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningSecretsTest {
  @TempDir Path data;
  private final KeyVault vault = new FakeKeyVault();
  private Path file;

  @BeforeEach
  void name() {
    file = data.resolve("storage/signing.key");
  }

  @Test
  void madeOnceForTheOwnerOnly() throws IOException {
    SigningSecrets first = SigningSecrets.in(file, vault);
    assertEquals(1, first.secrets().size());
    assertEquals(first, SigningSecrets.in(file, vault));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
    assertFalse(first.toString().contains(first.signing()));
  }

  @Test
  void theFirstOfSeveralSigns() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# new\n" + Signers.SECRET + "\n\n# old\n" + Signers.OLD_SECRET);
    assertEquals(
        List.of(Signers.SECRET, Signers.OLD_SECRET), SigningSecrets.in(file, vault).secrets());
    assertEquals(Signers.SECRET, SigningSecrets.in(file, vault).signing());
  }

  @Test
  void refusesAnEmptyFileAndShortSecrets() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# nothing\n");
    assertThrows(IOException.class, () -> SigningSecrets.in(file, vault));
    Files.writeString(file, "short\n");
    assertThrows(IOException.class, () -> SigningSecrets.in(file, vault));
  }

  @Test
  void secretsLieSealedInTheFile() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, Signers.OLD_SECRET + "\n");
    SigningSecrets.in(file, vault);
    Files.writeString(file, Signers.SECRET + "\n" + Files.readString(file));
    assertEquals(
        List.of(Signers.SECRET, Signers.OLD_SECRET), SigningSecrets.in(file, vault).secrets());
    String text = Files.readString(file);
    assertFalse(text.contains(Signers.SECRET) || text.contains(Signers.OLD_SECRET), text);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        List.of(Signers.SECRET, Signers.OLD_SECRET), SigningSecrets.in(file, vault).secrets());
    assertThrows(IOException.class, () -> SigningSecrets.in(file, new FakeKeyVault("other")));
  }
}
