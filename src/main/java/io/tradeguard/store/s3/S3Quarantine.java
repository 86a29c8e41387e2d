package io.tradeguard.store.s3;

import io.tradeguard.store.Quarantine;
import io.tradeguard.store.StoredName;
import java.io.IOException;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;

/** Keys of their own in the same bucket. An object's time there is when it was copied. */
final class S3Quarantine implements Quarantine {
  private final S3Client client;
  private final String bucket;
  private final S3Keys files;
  private final S3Keys quarantine;

  S3Quarantine(S3Client client, String bucket, S3Keys files, S3Keys quarantine) {
    this.client = client;
    this.bucket = bucket;
    this.files = files;
    this.quarantine = quarantine;
  }

  @Override
  public void add(String name) throws IOException {
    move(files.key(name), quarantine.key(name));
  }

  @Override
  public boolean takeBack(String name) throws IOException {
    return move(quarantine.key(name), files.key(name));
  }

  /** A copy and a deletion; if the process dies between, the object is in both places. */
  private boolean move(String from, String to) throws IOException {
    try {
      S3Failure.translating(
          () -> {
            client.copyObject(
                copy ->
                    copy.sourceBucket(bucket)
                        .sourceKey(from)
                        .destinationBucket(bucket)
                        .destinationKey(to));
            return client.deleteObject(delete -> delete.bucket(bucket).key(from));
          });
      return true;
    } catch (S3Failure.NotFound e) {
      return false;
    }
  }

  @Override
  public void delete(String name) throws IOException {
    String key = quarantine.key(name);
    S3Failure.translating(() -> client.deleteObject(delete -> delete.bucket(bucket).key(key)));
  }

  @Override
  public void list(Consumer<StoredName> visitor) throws IOException {
    S3Failure.translating(
        () -> {
          client
              .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(quarantine.prefix()))
              .contents()
              .forEach(object -> quarantine.describe(object).ifPresent(visitor));
          return true;
        });
  }
}
