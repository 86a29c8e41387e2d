package io.tradeguard.store.s3;

import io.tradeguard.settings.Settings;
import io.tradeguard.store.FileStore;
import io.tradeguard.store.PendingFile;
import io.tradeguard.store.Quarantine;
import io.tradeguard.store.StoredName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Keeps files as objects of one bucket that is this application's alone. A pending file is a
 * multipart upload, which S3 shows to nobody before it is completed.
 */
public final class S3FileStore implements FileStore, AutoCloseable {
  private static final String MARKER = ".store";

  private static final S3Keys FILES = new S3Keys("files/");
  private static final S3Keys QUARANTINE = new S3Keys("quarantine/");

  private final S3Client client;
  private final String bucket;

  /** Connects to the bucket that the settings name. */
  public S3FileStore(Settings.S3 settings) {
    this(S3Clients.open(settings), settings.bucket());
  }

  S3FileStore(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public PendingFile begin(String name) {
    return new S3PendingFile(client, bucket, FILES.key(name));
  }

  @Override
  public InputStream open(String name, long from, long length) throws IOException {
    String key = FILES.key(name);
    String range = "bytes=" + from + "-" + (from + length - 1);
    try {
      return S3Failure.translating(
          () ->
              new S3Content(
                  client.getObject(get -> get.bucket(bucket).key(key).range(range)), length));
    } catch (S3Failure.NotFound e) {
      throw new NoSuchFileException(name);
    }
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    String key = FILES.key(name);
    try {
      return OptionalLong.of(
          S3Failure.translating(
              () -> client.headObject(head -> head.bucket(bucket).key(key)).contentLength()));
    } catch (S3Failure.NotFound e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    String key = FILES.key(name);
    S3Failure.translating(
        () -> {
          client
              .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(key))
              .uploads()
              .forEach(
                  upload -> S3PendingFile.abort(client, bucket, upload.key(), upload.uploadId()));
          return client.deleteObject(delete -> delete.bucket(bucket).key(key));
        });
  }

  @Override
  public void list(Consumer<StoredName> visitor) throws IOException {
    S3Failure.translating(
        () -> {
          client
              .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(FILES.prefix()))
              .contents()
              .forEach(object -> FILES.describe(object).ifPresent(visitor));
          client
              .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(FILES.prefix()))
              .uploads()
              .forEach(upload -> FILES.describe(upload).ifPresent(visitor));
          return true;
        });
  }

  @Override
  public Quarantine quarantine() {
    return new S3Quarantine(client, bucket, FILES, QUARANTINE);
  }

  @Override
  public Optional<String> marker() throws IOException {
    return S3Failure.translating(
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(get -> get.bucket(bucket).key(MARKER))
                    .asString(StandardCharsets.UTF_8)
                    .trim());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void mark(String databaseId) throws IOException {
    S3Failure.translating(
        () ->
            client.putObject(
                put -> put.bucket(bucket).key(MARKER),
                RequestBody.fromBytes(databaseId.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public void close() {
    client.close();
  }
}
