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
  /** The contract's calls, each with the statuses that the contract gives it. */
  private static final List<String> AGREED =
      List.of(
          "POST /api/session: 204 400 401 413 415 429",
          "DELETE /api/session: 204 403 429",
          "GET /api/me: 200 401 429",
          "PUT /api/me/password: 204 400 401 403 413 415 429",
          "POST /api/api-keys: 201 400 401 403 413 415 429",
          "GET /api/api-keys: 200 401 429",
          "DELETE /api/api-keys/{id}: 204 401 403 404 429",
          "POST /api/files: 201 400 401 403 409 413 415 422 429",
          "GET /api/files: 200 400 401 429",
          "GET /api/files/{id}: 200 401 404 429",
          "GET /api/files/{id}/content: 200 206 304 401 404 416 429",
          "DELETE /api/files/{id}: 204 401 403 404 429",
          "GET /api/usage: 200 401 429",
          "POST /api/backtests: 200 400 401 403 404 413 415 422 429",
          "GET /api/rate-limits: 200 401 429",
          "POST /api/admissions: 200 400 401 403 413 415 422 429",
          "GET /api/admissions/forward: 200 400 401 403 422 429",
          "POST /api/admissions/forward: 200 400 401 403 422 429",
          "POST /api/admin/users: 201 400 401 403 409 413 415 429",
          "GET /api/admin/users: 200 400 401 403 429",
          "GET /api/admin/users/{id}: 200 401 403 404 429",
          "PATCH /api/admin/users/{id}: 200 400 401 403 404 409 413 415 422 429",
          "GET /api/admin/overview: 200 401 403 429",
          "GET /api/admin/limiter/keys: 200 400 401 403 429",
          "DELETE /api/admin/limiter/keys/{key}: 204 400 401 403 429",
          "GET /api/admin/explain: 200 400 401 403 404 429",
          "POST /api/admin/simulations: 200 400 401 403 413 415 422 429",
          "GET /api/admin/audit: 200 400 401 403 429",
          "GET /api/admin/events: 200 401 403 429",
          "GET /api/metrics: 200 401 403 429",
          "GET /api/health/ready: 200 503",
          "GET /api/health/live: 200 503");

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
  void describesEveryCallThatWasAgreedOnWithEveryStatus() {
    Map<String, JsonNode> operations = operations();
    for (String agreed : AGREED) {
      String call = agreed.substring(0, agreed.indexOf(": "));
      List<String> statuses = List.of(agreed.substring(call.length() + 2).split(" "));
      JsonNode operation = operations.get(call);
      assertThat(operation).as(call).isNotNull();
      assertThat(Objects.requireNonNull(operation).path("responses").fieldNames())
          .toIterable()
          .as(call)
          .containsAll(statuses);
    }
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
