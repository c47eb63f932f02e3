package io.lamina.rest.tls;

import io.lamina.api.keys.KeyVault;
import io.lamina.rest.config.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate of our own making, for the first start of a platform that others reach and that was
 * given none: what goes over the network is encrypted, and who compares the fingerprint once knows
 * whom he talks to. Lies in {@code LAMINA_DATA/tls}, for the operator's eyes alone, under a
 * password from the key vault: the data folder without the key file does not give its key.
 */
final class SelfSigned {
  private static final Duration LIFE = Duration.ofDays(730);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final String ALIAS = "lamina";
  private static final String PURPOSE = "tls.self-signed";
  private static final int PASSWORD_BYTES = 32;
  private static final Logger LOG = LoggerFactory.getLogger(SelfSigned.class);

  private final Path folder;
  private final Path keystore;
  private final Set<String> names;
  private final KeyVault vault;
  private final Clock clock;

  /**
   * @param names host names and addresses it is good for, the first one its subject
   */
  SelfSigned(Path folder, Set<String> names, KeyVault vault, Clock clock) {
    this.folder = folder;
    this.keystore = folder.resolve("self-signed.p12");
    this.names = names;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * The settings with the certificate's file, which is made where there is none, or none that will
   * still be good in a month. One that cannot be opened is put aside.
   *
   * @throws IOException in words for hospital IT
   */
  TlsSettings complete(TlsSettings settings) throws IOException {
    String password = password();
    try {
      if (!isGood(password.toCharArray())) {
        Path data = Files.createDirectories(folder.getParent());
        Files.createDirectories(folder, ownerOnly(data, "rwx------"));
        make(password.toCharArray());
      }
      // of a version that kept the password beside the store
      Files.deleteIfExists(oldPassword());
    } catch (IOException e) {
      throw new IOException(
          "The self-made certificate in "
              + folder
              + " cannot be read or written: make the folder this user's own, or remove it",
          e);
    }
    return new TlsSettings(settings.host(), settings.port(), keystore, password, null, 0);
  }

  private String password() {
    byte[] secret = vault.secret(PURPOSE, PASSWORD_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private Path oldPassword() {
    return folder.resolve("self-signed.password");
  }

  private boolean isGood(char[] password) throws IOException {
    if (!Files.exists(keystore)) {
      return false;
    }
    byte[] content = Files.readAllBytes(keystore);
    Optional<Held> held = open(content, password).or(() -> converted(content, password));
    if (held.isEmpty()) {
      Path aside = folder.resolve("self-signed.p12.broken");
      Files.move(keystore, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "The self-made certificate cannot be opened with this installation's keys. It was put"
              + " aside as {}, and a new one is made: its fingerprint differs",
          aside);
      return false;
    }
    return held.get()
        .certificate()
        .getNotAfter()
        .toInstant()
        .isAfter(clock.instant().plus(RENEWED_BEFORE));
  }

  private record Held(PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
      return "Held[...]";
    }
  }

  /** Empty for what is no store, has another password, or holds something else. */
  private static Optional<Held> open(byte[] content, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
      return store.getKey(ALIAS, password) instanceof PrivateKey key
              && store.getCertificate(ALIAS) instanceof X509Certificate certificate
          ? Optional.of(new Held(key, certificate))
          : Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      LOG.debug("The self-made certificate does not open", e);
      return Optional.empty();
    }
  }

  /** A store of a version that kept its password beside it is written anew under ours. */
  private Optional<Held> converted(byte[] content, char[] password) {
    try {
      String old = Files.exists(oldPassword()) ? Files.readString(oldPassword()).strip() : "";
      Optional<Held> held = open(content, old.toCharArray());
      if (held.isPresent()) {
        write(keystore, bytes(held.get().key(), held.get().certificate(), password));
        LOG.info("The self-made certificate's key is now under the installation's own keys");
      }
      return held;
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("The self-made certificate of an older version cannot be taken over", e);
      return Optional.empty();
    }
  }

  private void make(char[] password) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X509Certificate certificate = certificate(pair);
      write(keystore, bytes(pair.getPrivate(), certificate, password));
      write(
          folder.resolve("self-signed.pem"),
          ("-----BEGIN CERTIFICATE-----\n"
                  + Base64.getMimeEncoder(64, new byte[] {'\n'})
                      .encodeToString(certificate.getEncoded())
                  + "\n-----END CERTIFICATE-----\n")
              .getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("No certificate could be made", e);
    }
  }

  private X509Certificate certificate(KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    Instant now = clock.instant();
    var subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, "Lamina")
            .addRDN(BCStyle.CN, names.iterator().next())
            .build();
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(LIFE)),
            subject,
            pair.getPublic());
    GeneralName[] alternatives =
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  private static byte[] bytes(PrivateKey key, X509Certificate certificate, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(ALIAS, key, password, new X509Certificate[] {certificate});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    return bytes.toByteArray();
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly(file.getParent(), "rw-------"));
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
