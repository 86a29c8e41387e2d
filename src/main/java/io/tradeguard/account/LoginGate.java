package io.tradeguard.account;

import io.tradeguard.web.Problem;
import java.util.Optional;

/** Limits how often passwords may be tried; the limiter stands behind it. */
public interface LoginGate {
  /**
   * Counts one computation of a password hash against an address, before it is made.
   *
   * @param address the client's address as limits count it
   * @return the refusal, if the address has tried too often
   */
  Optional<Problem> admit(String address);
}
