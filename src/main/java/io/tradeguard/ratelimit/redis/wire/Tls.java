package io.tradeguard.ratelimit.redis.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom this node trusts, and as whom it shows itself, in TLS with Redis. */
public final class Tls {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private final Optional<SSLContext> own;

  private Tls(Optional<SSLContext> own) {
    this.own = own;
  }

  /** The JVM's own trust and identity. */
  public static Tls usual() {
    return new Tls(Optional.empty());
  }

  /**
   * Reads PEM files.
   *
   * @param authorities certificates to trust in place of the JVM's own
   * @param identity this node's certificate, those it was signed by, and its key in PKCS#8
   * @throws IllegalArgumentException naming the file, never what stands in it
   */
  public static Tls of(Optional<Path> authorities, Optional<Path> identity) {
    if (authorities.isEmpty() && identity.isEmpty()) {
      return usual();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.isPresent() ? keys(identity.get()) : new KeyManager[0],
          authorities.isPresent() ? trust(authorities.get()) : null,
          null);
      return new Tls(Optional.of(context));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "cannot be used for TLS: " + e.getClass().getSimpleName(), e);
    }
  }

  private static TrustManager[] trust(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("authority" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(Path file) throws GeneralSecurityException, IOException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IllegalArgumentException(file + " holds no key in PKCS#8 (BEGIN PRIVATE KEY)");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    Certificate[] chain = certificates(file).toArray(Certificate[]::new);
    if (chain.length == 0) {
      throw new IllegalArgumentException(file + " holds no certificate");
    }
    PrivateKey key =
        KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm()).generatePrivate(encoded);
    KeyStore store = empty();
    store.setKeyEntry("node", key, new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    // What is no certificate, as the key beside it, the JVM's reader does not skip.
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    String only = KEY.matcher(text).replaceAll("");
    try (InputStream in =
        new java.io.ByteArrayInputStream(only.getBytes(StandardCharsets.US_ASCII))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  /** Puts TLS on a connected socket, and checks that the server is the one it was taken for. */
  Socket secure(Socket socket, ServerAddress server) throws IOException {
    try {
      SSLContext context = own.isPresent() ? own.get() : SSLContext.getDefault();
      SSLSocket secured =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, server.host(), server.port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (IOException e) {
      socket.close();
      throw new IOException(told(server, e), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JVM has no TLS", e);
    }
  }

  private static String told(ServerAddress server, IOException e) {
    String told = "No TLS with " + server + ": " + e.getMessage();
    // A Redis without TLS says nothing, or what is no TLS.
    boolean maybePlain =
        e instanceof SocketTimeoutException
            || (e instanceof SSLException && told.contains("Unsupported or unrecognized"));
    return maybePlain ? told + " (without TLS its URL begins with redis, not rediss)" : told;
  }
}
