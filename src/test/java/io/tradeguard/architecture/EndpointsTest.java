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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every endpoint of the application must say about itself. */
class EndpointsTest {
  private static final List<Class<?>> ALL_SAID =
      List.of(Response.class, String.class, StreamingOutput.class, void.class);

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

  /** So {@code JsonReader} alone reads it; another type would need another reader. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void takesARecordAsItsBodyOrNone(Endpoint endpoint) {
    for (Parameter parameter : endpoint.method().getParameters()) {
      boolean injected =
          Arrays.stream(parameter.getAnnotations())
              .anyMatch(a -> a.annotationType().getPackageName().startsWith("jakarta.ws.rs"));
      assertThat(injected != parameter.getType().isRecord())
          .as("%s of %s is injected, or else a record", parameter, endpoint)
          .isTrue();
    }
  }

  /** So {@code JsonWriter} alone writes it, whatever a client accepts. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void answersByARecordOrATextOrSaysAllItself(Endpoint endpoint) {
    Class<?> answer = endpoint.method().getReturnType();
    assertThat(answer.isRecord() || ALL_SAID.contains(answer)).isTrue();
    if (answer.isRecord()) {
      assertThat(
              Endpoints.annotation(endpoint.resource(), endpoint.method(), Produces.class)
                  .map(Produces::value)
                  .orElseThrow())
          .containsExactly(MediaType.APPLICATION_JSON);
    }
  }

  @ParameterizedTest
  @MethodSource("adminEndpoints")
  void belongsToAdmins(Endpoint endpoint) {
    assertThat(Endpoints.annotation(endpoint.resource(), endpoint.method(), AllowedTo.class))
        .map(AllowedTo::value)
        .contains(Access.ADMIN);
  }
}
