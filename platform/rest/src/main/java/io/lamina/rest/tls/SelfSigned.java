package io.lamina.rest.tls;

import io.lamina.rest.config.TlsSettings;
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

/**
 * A certificate of our own making, for the first start of a platform that others reach and that was
 * given none: what goes over the network is encrypted, and who compares the fingerprint once knows
 * whom he talks to. Lies in {@code LAMINA_DATA/tls}, for the operator's eyes alone.
 */
final class SelfSigned {
  private static final Duration LIFE = Duration.ofDays(730);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final String ALIAS = "lamina";

  private final Path folder;
  private final Set<String> names;
  private final Clock clock;

  /**
   * @param names host names and addresses it is good for, the first one its subject
   */
  SelfSigned(Path folder, Set<String> names, Clock clock) {
    this.folder = folder;
    this.names = names;
    this.clock = clock;
  }

  /**
   * The settings with the certificate's files, which are made where there are none, or none that
   * will still be good in a month.
   */
  TlsSettings complete(TlsSettings settings) throws IOException {
    Path keystore = folder.resolve("self-signed.p12");
    Path password = folder.resolve("self-signed.password");
    if (!isGood(keystore, password)) {
      Path data = Files.createDirectories(folder.getParent());
      Files.createDirectories(folder, ownerOnly(data, "rwx------"));
      make(keystore, password);
    }
    return new TlsSettings(settings.host(), settings.port(), keystore, null, password, 0);
  }

  private boolean isGood(Path keystore, Path password) throws IOException {
    if (!Files.exists(keystore) || !Files.exists(password)) {
      return false;
    }
    try {
      KeyStore store =
          KeyStore.getInstance(keystore.toFile(), Files.readString(password).strip().toCharArray());
      return store.getCertificate(ALIAS) instanceof X509Certificate certificate
          && certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWED_BEFORE));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void make(Path keystore, Path passwordFile) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X509Certificate certificate = certificate(pair);
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
      write(passwordFile, (password + "\n").getBytes(StandardCharsets.US_ASCII));
      write(keystore, bytes(pair.getPrivate(), certificate, password.toCharArray()));
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
