package io.tradeguard.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document against the code, and against the list of calls that was agreed on. */
class OpenApiTest {
  private static final List<String> AGREED =
      List.of(
          "POST /api/session",
          "DELETE /api/session",
          "GET /api/me",
          "PUT /api/me/password",
          "POST /api/api-keys",
          "GET /api/api-keys",
          "DELETE /api/api-keys/{id}",
          "POST /api/files",
          "GET /api/files",
          "GET /api/files/{id}",
          "GET /api/files/{id}/content",
          "DELETE /api/files/{id}",
          "GET /api/usage",
          "POST /api/backtests",
          "GET /api/rate-limits",
          "POST /api/admin/users",
          "GET /api/admin/users",
          "GET /api/admin/users/{id}",
          "PATCH /api/admin/users/{id}",
          "GET /api/admin/overview",
          "GET /api/admin/limiter/keys",
          "DELETE /api/admin/limiter/keys/{key}",
          "GET /api/admin/explain",
          "POST /api/admin/simulations",
          "GET /api/admin/audit",
          "GET /api/admin/events",
          "GET /api/metrics",
          "GET /api/health/ready",
          "GET /api/health/live");

  private final JsonNode document = read();

  @Test
  void describesExactlyTheCallsThatExist() {
    Set<String> existing = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tradeguard")) {
      if (type.isAnnotatedWith(Path.class)) {
        existing.addAll(calls(type.reflect()));
      }
    }

    assertThat(described()).isEqualTo(existing);
  }

  @Test
  void describesEveryCallThatWasAgreedOn() {
    assertThat(described()).containsAll(AGREED);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(document.at(reference.substring(1))).isNotEmpty());
  }

  @Test
  void everyCallSaysWhoMayWhatComesBackAndWhatGoesWrong() {
    operations()
        .forEach(
            (call, operation) -> {
              assertThat(operation.path("summary").asText()).as(call).isNotEmpty();
              assertThat(operation.path("security").isArray()).as(call).isTrue();
              JsonNode responses = operation.path("responses");
              boolean health = call.contains("/health/");
              assertThat(responses.has("429")).as(call).isEqualTo(!health);
              assertThat(responses.has("401") || call.contains("/health/")).as(call).isTrue();
              assertThat(responses.has("403") || !call.contains("/admin/")).as(call).isTrue();
            });
  }

  @Test
  void everyJsonBodyAndAnswerHasAnExample() {
    operations()
        .forEach(
            (call, operation) -> {
              JsonNode request =
                  operation.at("/requestBody/content/application~1json").path("schema");
              if (request.has("$ref")) {
                assertThat(operation.at("/requestBody/content/application~1json/example"))
                    .as(call)
                    .isNotEmpty();
              }
              for (JsonNode response : operation.path("responses")) {
                JsonNode resolved =
                    response.has("$ref")
                        ? document.at(response.get("$ref").asText().substring(1))
                        : response;
                for (String type : List.of("application/json", "application/problem+json")) {
                  JsonNode content = resolved.path("content").path(type);
                  if (content.path("schema").has("$ref")) {
                    assertThat(content.has("example") || content.has("examples")).as(call).isTrue();
                  }
                }
              }
            });
  }

  private Set<String> described() {
    return new TreeSet<>(operations().keySet());
  }

  private Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.put(
            method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
      }
    }
    return operations;
  }

  private static Set<String> calls(Class<?> resource) {
    Set<String> calls = new TreeSet<>();
    String base = resource.getAnnotation(Path.class).value();
    for (Method method : resource.getDeclaredMethods()) {
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (verb != null) {
          Path below = method.getAnnotation(Path.class);
          String path = "/api/" + base + (below == null ? "" : "/" + below.value());
          calls.add(verb.value() + " " + path.replaceAll("\\{(\\w+)\\s*:[^/]*\\}", "{$1}"));
        }
      }
    }
    return calls;
  }

  private static JsonNode read() {
    try (InputStream file =
        Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/META-INF/openapi.json"))) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
