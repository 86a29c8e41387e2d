package io.tradeguard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Objects;

/** The one JSON mapper: snake_case, ISO-8601 times, and nothing guessed on the way in. */
public final class Json {
  /** The most bytes of a JSON request body. */
  public static final int MAX_BYTES = 1 << 20;

  /** The deepest nesting of a JSON document that is accepted. */
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_BYTES)
                    .maxNumberLength(100)
                    .build())
            .build();
    JsonMapper.Builder builder =
        JsonMapper.builder(factory)
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
    builder.withCoercionConfig(
        LogicalType.Textual,
        config -> {
          for (CoercionInputShape shape :
              new CoercionInputShape[] {
                CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
              }) {
            config.setCoercion(shape, CoercionAction.Fail);
          }
        });
    return builder.build();
  }

  /** Writes a value as JSON text. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads a JSON document into a record, with every field known and of its type.
   *
   * @throws ProblemException 400 naming the field or the place
   */
  public static <T> T read(byte[] document, Class<T> type) {
    try {
      return Objects.requireNonNull(MAPPER.readValue(document, type));
    } catch (com.fasterxml.jackson.databind.JsonMappingException e) {
      throw ProblemException.badRequest(JsonErrors.describe(e));
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest("The body is not JSON" + JsonErrors.place(e) + ".");
    } catch (java.io.IOException e) {
      throw ProblemException.badRequest("The body is not JSON.");
    } catch (NullPointerException e) {
      throw ProblemException.badRequest("The body must be a JSON object.");
    }
  }
}
