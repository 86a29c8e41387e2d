package io.tradeguard.account;

/** Who may call an endpoint. */
public enum Access {
  /** Whoever calls. */
  ANYONE,
  /** Whoever has an account, in whatever role. */
  ACCOUNT,
  /** Users, and admins. */
  USER,
  ADMIN,
  /** Services, and nobody else. */
  SERVICE
}
