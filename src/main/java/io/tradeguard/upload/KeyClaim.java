package io.tradeguard.upload;

import io.tradeguard.files.FileView;

/**
 * What became of a request's claim to its idempotency key. Public, because a server may make the
 * proxy of the bean that returns it in a class loader of its own.
 */
public sealed interface KeyClaim {
  /**
   * The request holds the key and goes on.
   *
   * @param token names this attempt
   */
  record Held(long userId, String key, String token) implements KeyClaim {}

  /**
   * The upload was done before; its answer is to be given again.
   *
   * @param token names the attempt that did it
   */
  record Done(FileView file, String token) implements KeyClaim {}

  /** The upload is under way. */
  record Running() implements KeyClaim {}

  /** The key was used for another request. */
  record Taken() implements KeyClaim {}
}
