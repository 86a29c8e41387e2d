package example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Whatever your service knows its callers by; here a token is {@code secret-of-} and the name. */
@ApplicationScoped
public class Accounts implements Tradeguard.Subjects {
  private static final String TOKEN = "Bearer secret-of-";

  @Override
  public Optional<Tradeguard.Subject> of(ContainerRequestContext request) {
    return Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
        .filter(value -> value.matches(TOKEN + "[a-z]{1,20}"))
        .map(value -> new Tradeguard.Subject("account", value.substring(TOKEN.length())));
  }
}
