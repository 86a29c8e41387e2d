package io.tradeguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.web.Endpoints;
import io.tradeguard.web.RateLimited;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every endpoint of the application must say about itself. */
class EndpointsTest {

  /** One resource method. */
  record Endpoint(Class<?> resource, Method method) {
    @Override
    public String toString() {
      return resource.getSimpleName() + "." + method.getName();
    }
  }

  static List<Endpoint> endpoints() {
    return ClassFiles.MAIN.stream()
        .filter(type -> type.isAnnotatedWith(Path.class))
        .map(JavaClass::reflect)
        .flatMap(
            type ->
                Stream.of(type.getMethods())
                    .filter(EndpointsTest::servesRequests)
                    .map(method -> new Endpoint(type, method)))
        .toList();
  }

  static List<Endpoint> adminEndpoints() {
    return endpoints().stream()
        .filter(e -> e.resource().getAnnotation(Path.class).value().matches("/?admin(/.*)?"))
        .toList();
  }

  private static boolean servesRequests(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void saysWhoMayCallIt(Endpoint endpoint) {
    assertThat(Endpoints.annotation(endpoint.resource(), endpoint.method(), AllowedTo.class))
        .isPresent();
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void costsAtLeastOneRequest(Endpoint endpoint) {
    assertThat(
            Endpoints.annotation(endpoint.resource(), endpoint.method(), RateLimited.class)
                .map(RateLimited::weight)
                .orElse(1))
        .isPositive();
  }

  /** The server would refuse a wrong type before the caller is identified and counted. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void leavesTheTypeOfItsBodyToItsReader(Endpoint endpoint) {
    assertThat(
            Endpoints.annotation(endpoint.resource(), endpoint.method(), Consumes.class)
                .map(Consumes::value)
                .orElse(new String[] {MediaType.WILDCARD}))
        .containsExactly(MediaType.WILDCARD);
  }

  @ParameterizedTest
  @MethodSource("adminEndpoints")
  void belongsToAdmins(Endpoint endpoint) {
    assertThat(Endpoints.annotation(endpoint.resource(), endpoint.method(), AllowedTo.class))
        .map(AllowedTo::value)
        .contains(Access.ADMIN);
  }
}
