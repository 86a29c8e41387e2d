package io.tradeguard.store.s3;

import io.tradeguard.store.StoreUnavailableException;
import io.tradeguard.web.BulkStream;
import java.io.EOFException;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object as they come. Closed before its end it drops the connection, since the
 * rest might be long.
 */
final class S3Content extends BulkStream {
  private final ResponseInputStream<GetObjectResponse> response;
  private long left;

  S3Content(ResponseInputStream<GetObjectResponse> response, long length) {
    super(response);
    this.response = response;
    this.left = length;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = in.read(buffer, offset, length);
      if (count < 0 && left > 0) {
        throw new EOFException("The stored object has fewer bytes than its row says");
      }
      left -= Math.max(0, count);
      return count;
    } catch (SdkException e) {
      throw new StoreUnavailableException("The bucket broke off", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (left > 0) {
      response.abort();
    } else {
      super.close();
    }
  }
}
