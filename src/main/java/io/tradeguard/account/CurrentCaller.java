package io.tradeguard.account;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Gives resources the caller of the request that they serve. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  void set(Caller identified) {
    caller = identified;
  }

  /** Returns the caller; read it at once where an answer is made asynchronously. */
  public Caller get() {
    if (caller == null) {
      throw new IllegalStateException("The request has not been identified");
    }
    return caller;
  }

  /** Returns the user's id, never 0 behind {@code @AllowedTo(USER)}. */
  public long userId() {
    return get().userId();
  }
}
