package io.tradeguard.upload.s3;

import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** A real S3 server in this JVM, which checks signatures and keeps its buckets in a folder. */
public final class RealS3 {
  private static final String ACCESS_KEY = "access";
  private static final String SECRET_KEY = "secret";

  private final BlobStoreContext context;
  private final S3Proxy server;

  private RealS3(BlobStoreContext context, S3Proxy server) {
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
    return new RealS3(context, server);
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

  public void stop() throws Exception {
    server.stop();
    context.close();
  }
}
