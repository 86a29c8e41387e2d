package io.tradeguard.store.s3;

import io.tradeguard.store.StoreUnavailableException;
import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Turns the client's exceptions into the store's. */
final class S3Failure {
  private S3Failure() {}

  /** There is no such object. */
  static final class NotFound extends IOException {
    private static final long serialVersionUID = 1L;

    NotFound(NoSuchKeyException cause) {
      super("There is no such object", cause);
    }
  }

  static <T> T translating(Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (NoSuchKeyException e) {
      throw new NotFound(e);
    } catch (SdkException e) {
      throw new StoreUnavailableException("The bucket does not answer as it should", e);
    }
  }
}
