package io.tradeguard.store.s3;

import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** A real S3 server in this JVM, which checks signatures and keeps its buckets in a folder. */
public final class RealS3 {
  private static final String ACCESS_KEY = "access";
  private static final String SECRET_KEY = "secret";

  private final Path folder;
  private final BlobStoreContext context;
  private final S3Proxy server;

  private RealS3(Path folder, BlobStoreContext context, S3Proxy server) {
    this.folder = folder;
    this.context = context;
    this.server = server;
  }

  /** Starts a server whose buckets are in a folder. */
  public static RealS3 start(Path folder) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    BlobStoreContext context =
        ContextBuilder.newBuilder(new FilesystemNio2BlobApiMetadata())
            .credentials("identity", "credential")
            .overrides(properties)
            .build(BlobStoreContext.class);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(context.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .build();
    server.start();
    return new RealS3(folder, context, server);
  }

  /** Makes a bucket and returns the settings that lead to it. */
  public Settings.S3 newBucket(String bucket) {
    context.getBlobStore().createContainerInLocation(null, bucket);
    return new Settings.S3(
        Optional.of(URI.create("http://127.0.0.1:" + server.getPort())),
        bucket,
        "us-east-1",
        ACCESS_KEY,
        new Secret(SECRET_KEY));
  }

  /**
   * Returns whether a part with this number has come whole, of any upload under way. A test that
   * cuts the wire waits for it: this server can never abort an upload one of whose parts broke off.
   */
  public boolean holdsPart(String bucket, int number) {
    return named(folder.resolve(bucket), name -> name.startsWith(".mpus-"))
        .flatMap(upload -> named(upload, name -> name.endsWith("-" + number)))
        .findAny()
        .isPresent();
  }

  /** Looks at names only: what is listed may be gone at once. */
  private static Stream<Path> named(Path folder, Predicate<String> wanted) {
    String[] names = folder.toFile().list((parent, name) -> wanted.test(name));
    return names == null ? Stream.empty() : Stream.of(names).map(folder::resolve);
  }

  public void stop() throws Exception {
    server.stop();
    context.close();
  }
}
