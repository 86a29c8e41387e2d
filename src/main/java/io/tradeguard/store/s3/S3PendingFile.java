package io.tradeguard.store.s3;

import io.tradeguard.store.PendingFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Bytes on their way to a bucket, a part at a time. A file that fits one part is sent as an object
 * at once when it is published.
 */
final class S3PendingFile implements PendingFile {
  /** The smallest part that S3 allows, and so the most that is held in memory. */
  static final int PART_BYTES = 5 << 20;

  private static final int FIRST_BUFFER = 64 * 1024;

  /** After a failure nobody waits long again: what is not aborted now, the sweeper aborts. */
  private static final Duration ABORT = Duration.ofSeconds(2);

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private @Nullable String uploadId;
  private boolean done;

  S3PendingFile(S3Client client, String bucket, String key) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length) {
      if (filled == PART_BYTES) {
        sendPart();
      }
      int count = Math.min(offset + length - at, PART_BYTES - filled);
      makeRoom(filled + count);
      System.arraycopy(bytes, at, buffer, filled, count);
      filled += count;
      at += count;
    }
  }

  private void makeRoom(int needed) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, Math.max(needed, buffer.length * 2)));
    }
  }

  private void sendPart() throws IOException {
    String upload = upload();
    int number = parts.size() + 1;
    String tag =
        S3Failure.translating(
            () ->
                client
                    .uploadPart(
                        part -> part.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        body())
                    .eTag());
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    filled = 0;
  }

  private String upload() throws IOException {
    if (uploadId == null) {
      uploadId =
          S3Failure.translating(
              () ->
                  client
                      .createMultipartUpload(create -> create.bucket(bucket).key(key))
                      .uploadId());
    }
    return uploadId;
  }

  /** Returns the buffered bytes, not copied, and readable again for a second attempt. */
  private RequestBody body() {
    int length = filled;
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(buffer, 0, length), length, "application/octet-stream");
  }

  @Override
  public void publish() throws IOException {
    if (uploadId == null) {
      S3Failure.translating(() -> client.putObject(put -> put.bucket(bucket).key(key), body()));
    } else {
      sendPart();
      String upload = uploadId;
      S3Failure.translating(
          () ->
              client.completeMultipartUpload(
                  complete ->
                      complete
                          .bucket(bucket)
                          .key(key)
                          .uploadId(upload)
                          .multipartUpload(all -> all.parts(parts))));
    }
    done = true;
  }

  /** Aborts what was not published. */
  @Override
  public void close() throws IOException {
    if (!done && uploadId != null) {
      String upload = uploadId;
      done = true;
      S3Failure.translating(() -> abort(client, bucket, key, upload));
    }
  }

  /**
   * Aborts a multipart upload; one that somebody else has aborted before is no failure.
   *
   * @return whether it was there
   */
  static boolean abort(S3Client client, String bucket, String key, String uploadId) {
    try {
      client.abortMultipartUpload(
          abort ->
              abort
                  .bucket(bucket)
                  .key(key)
                  .uploadId(uploadId)
                  .overrideConfiguration(call -> call.apiCallTimeout(ABORT)));
      return true;
    } catch (NoSuchUploadException e) {
      return false;
    }
  }
}
