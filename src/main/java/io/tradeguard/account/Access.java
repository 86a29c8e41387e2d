package io.tradeguard.account;

/** Who may call an endpoint. */
public enum Access {
  ANYONE,
  USER,
  ADMIN
}
