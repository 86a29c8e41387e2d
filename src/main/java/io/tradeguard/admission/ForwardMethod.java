package io.tradeguard.admission;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets forward auth answer every method there is, by two: GET stands for those that change nothing,
 * POST for all others, of which a session's cookie alone proves nothing. Proxies that ask by GET
 * name the true method in a header; a client that forges it can only make the check stricter.
 */
@Provider
@PreMatching
public class ForwardMethod implements ContainerRequestFilter {
  private static final String PATH = "admissions/forward";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final List<String> TRUE_METHOD =
      List.of("X-Forwarded-Method", "X-Original-Method");

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getUriInfo().getPath().replaceAll("^/|/$", "").equals(PATH)) {
      MultivaluedMap<String, String> headers = request.getHeaders();
      boolean safe =
          Stream.concat(
                  Stream.of(request.getMethod()),
                  TRUE_METHOD.stream()
                      .flatMap(name -> headers.getOrDefault(name, List.of()).stream()))
              .allMatch(SAFE::contains);
      request.setMethod(safe ? HttpMethod.GET : HttpMethod.POST);
      // They describe what the backend gets and gives, which is not ours to judge.
      headers.remove(HttpHeaders.ACCEPT);
      headers.remove(HttpHeaders.CONTENT_TYPE);
    }
  }
}
