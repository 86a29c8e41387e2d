package io.tradeguard.account;

import io.tradeguard.web.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/**
 * Who makes a request. The first filter finds out and never refuses; what it found wrong is kept
 * here and refused after the request was counted.
 *
 * @param userId the user's id, 0 for an anonymous caller
 * @param username the user's name, empty for an anonymous caller
 * @param role empty for an anonymous caller
 * @param address the client's address as limits count it
 * @param confinement what a service may ask about
 * @param refusal why the credentials that were sent do not count, if so
 */
public record Caller(
    long userId,
    String username,
    Optional<Role> role,
    String address,
    Confinement confinement,
    Optional<Problem> refusal) {
  static final String PROPERTY = Caller.class.getName();

  /** A caller without credentials. */
  public static Caller anonymous(String address) {
    return new Caller(0, "", Optional.empty(), address, Confinement.NONE, Optional.empty());
  }

  /** A caller whose credentials are bad. */
  public static Caller refused(String address, Problem refusal) {
    return new Caller(0, "", Optional.empty(), address, Confinement.NONE, Optional.of(refusal));
  }

  /** A caller whom good credentials identify, and who is confined to nothing. */
  public static Caller user(long id, String username, Role role, String address) {
    return new Caller(id, username, Optional.of(role), address, Confinement.NONE, Optional.empty());
  }

  static Caller of(User user, String address) {
    return new Caller(
        user.id(),
        user.username(),
        Optional.of(user.role()),
        address,
        user.role() == Role.SERVICE ? user.confinement() : Confinement.NONE,
        Optional.empty());
  }

  /** Returns the caller of a request that has passed the first filter. */
  public static Caller of(ContainerRequestContext request) {
    Object caller = request.getProperty(PROPERTY);
    if (caller instanceof Caller known) {
      return known;
    }
    throw new IllegalStateException("The request has not been identified");
  }

  public boolean isAnonymous() {
    return role.isEmpty();
  }

  public boolean isAdmin() {
    return role.filter(Role.ADMIN::equals).isPresent();
  }
}
