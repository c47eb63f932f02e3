package io.lamina.keys.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.api.keys.KeyVaultException;
import io.lamina.keys.vault.Installation.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
  private static final byte[] CONTEXT = {1, 2, 3};

  @TempDir Path folder;
  private Path data;
  private Path keyFile;

  @BeforeEach
  void name() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    keyFile = folder.resolve("data.key");
  }

  @Test
  void anEmptyDataFolderGetsKeysBesideAndInside() throws Exception {
    Files.createDirectories(data.resolve("run"));
    Opening made = installation().open();
    assertTrue(made.created());
    assertEquals(keyFile, installation().keyFile());
    assertEquals("rw-------", modes(keyFile));
    assertEquals("rw-------", modes(data.resolve("keys/keyset")));
    assertEquals("rwx------", modes(data.resolve("keys")));
    assertTrue(Files.readString(keyFile).contains("lamina-key-1 " + made.keyFileId() + " "));

    byte[] sealed = made.vault().seal(new byte[] {9}, CONTEXT);
    Opening again = installation().open();
    assertFalse(again.created());
    assertArrayEquals(new byte[] {9}, again.vault().open(sealed, CONTEXT));
    assertArrayEquals(made.vault().secret("database", 32), again.vault().secret("database", 32));
    assertFalse(
        java.util.Arrays.equals(
            again.vault().secret("database", 32), again.vault().secret("audit.head", 32)));
  }

  @Test
  void aKeyFileThatIsThereBeforeTheDataIsUsed() throws Exception {
    installation().open();
    String given = Files.readString(keyFile);
    Path other = Files.createDirectory(folder.resolve("other"));
    Opening made = new Installation(other, keyFile).open();
    assertTrue(made.created());
    assertEquals(given, Files.readString(keyFile));
  }

  @Test
  void withoutTheKeyFileNothingIsMadeOrChanged() throws Exception {
    installation().open();
    Files.move(keyFile, folder.resolve("elsewhere.key"));
    assertRefused("is not there");
    Files.move(folder.resolve("elsewhere.key"), keyFile);
    installation().open();
  }

  @Test
  void aForeignKeyFileOpensNothing() throws Exception {
    installation().open();
    Path other = Files.createDirectory(folder.resolve("other"));
    new Installation(other, null).open();
    Files.copy(
        folder.resolve("other.key"), keyFile, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertRefused("does not belong to the data");
  }

  @Test
  void aMistypedKeyFileIsCalledDamaged() throws Exception {
    installation().open();
    String text = Files.readString(keyFile).strip();
    Files.writeString(keyFile, text.substring(0, text.length() - 2) + "AA\n");
    assertRefused("damaged or no key file");
    Files.writeString(keyFile, "# nothing\n");
    assertRefused("damaged or no key file");
    Files.write(keyFile, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertRefused("damaged or no key file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void aKeyFileThatOthersMayOpenIsRefused(String modes) throws Exception {
    installation().open();
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString(modes));
    assertRefused("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db/lamina.mv.db", "blobs/objects/a+blob", "storage/signing.key"})
  void unencryptedDataAreRefusedWithTheCommandThatConverts(String file) throws Exception {
    Files.createDirectories(data.resolve(file).getParent());
    Files.writeString(data.resolve(file), "H:2,plain");
    assertRefused("bin/lamina encrypt");
    assertFalse(Files.exists(keyFile));
  }

  @Test
  void anEncryptedDatabaseWithoutItsKeysetIsNotCalledUnencrypted() throws Exception {
    Files.createDirectories(data.resolve("db"));
    Files.writeString(data.resolve("db/lamina.mv.db"), "H2encrypt\n...");
    assertRefused("keys/keyset in there is missing");
  }

  @Test
  void aConversionIsOpenUntilItIsEnded() throws Exception {
    Files.createDirectories(data.resolve("db"));
    Files.writeString(data.resolve("db/lamina.mv.db"), "H:2,plain");
    KeysetVault first = installation().beginConversion().vault();
    byte[] sealed = first.seal(new byte[] {5}, CONTEXT);
    assertRefused("run bin/lamina encrypt again");
    Opening again = installation().beginConversion();
    assertTrue(again.created(), "it is still to be ended");
    KeysetVault second = again.vault();
    assertArrayEquals(new byte[] {5}, second.open(sealed, CONTEXT));
    installation().endConversion();
    assertFalse(installation().beginConversion().created());
    assertArrayEquals(new byte[] {5}, installation().open().vault().open(sealed, CONTEXT));
  }

  @Test
  void noNewKeysetIsMadeOverEncryptedData() throws Exception {
    Files.createDirectories(data.resolve("db"));
    Files.writeString(data.resolve("db/lamina.mv.db"), "H2encrypt\n...");
    Map<String, ?> before = files();
    KeysException refused =
        assertThrows(KeysException.class, () -> installation().beginConversion());
    assertTrue(refused.getMessage().contains("keys/keyset"), refused.getMessage());
    assertEquals(before, files());
  }

  @Test
  void aRepeatedConversionThatEndsHalfwayKeepsNoStartAway() throws Exception {
    installation().open();
    Opening repeated = installation().beginConversion();
    assertFalse(repeated.created());
    installation().open();
  }

  @Test
  void lookingWhetherTheKeyFileOpensTheKeysetChangesNothing() throws Exception {
    Installation installation = installation();
    KeysetVault vault = installation.open().vault();
    String before = Files.readString(keyFile);
    installation.rotate(vault);
    // as a rotation leaves it that was killed before it dropped the old key
    String both = Files.readString(keyFile) + before.substring(before.indexOf("lamina-key-1"));
    Files.writeString(keyFile, both);
    Map<String, ?> files = files();
    installation().requireOpens();
    assertEquals(files, files());

    Files.writeString(keyFile, before);
    KeysException refused = assertThrows(KeysException.class, () -> installation().requireOpens());
    assertTrue(refused.getMessage().contains("does not belong"), refused.getMessage());
    Files.delete(keyFile);
    refused = assertThrows(KeysException.class, () -> installation().requireOpens());
    assertTrue(refused.getMessage().contains("is not there"), refused.getMessage());
  }

  @Test
  void nothingIsConvertedInAnEmptyFolder() {
    KeysException refused =
        assertThrows(KeysException.class, () -> installation().beginConversion());
    assertTrue(refused.getMessage().contains("nothing to encrypt"), refused.getMessage());
    assertEquals(Map.of(), files());
  }

  @Test
  void whatWasSealedIsBoundToItsContextAndInstallation() throws Exception {
    KeysetVault vault = installation().open().vault();
    byte[] sealed = vault.seal(new byte[40], CONTEXT);
    assertEquals(40 + io.lamina.api.keys.KeyVault.OVERHEAD, sealed.length);
    assertThrows(KeyVaultException.class, () -> vault.open(sealed, new byte[] {1}));
    assertThrows(KeyVaultException.class, () -> vault.open(new byte[10], CONTEXT));
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertThrows(KeyVaultException.class, () -> vault.open(changed, CONTEXT));
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    KeysetVault foreign = new Installation(other, null).open().vault();
    assertThrows(KeyVaultException.class, () -> foreign.open(sealed, CONTEXT));
  }

  private Installation installation() {
    return new Installation(data, null);
  }

  private void assertRefused(String words) {
    Map<String, String> before = files();
    KeysException refused = assertThrows(KeysException.class, () -> installation().open());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"), "one line");
    assertEquals(before, files(), "nothing is created or changed");
  }

  /** Every file below the test's folder, with its content. */
  private Map<String, String> files() {
    try (Stream<Path> walk = Files.walk(folder)) {
      Map<String, String> files = new TreeMap<>();
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String modes(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
