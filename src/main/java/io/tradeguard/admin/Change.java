package io.tradeguard.admin;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import org.jspecify.annotations.Nullable;

/**
 * A field that was sent in a PATCH. One that was not is no change at all, a null reference; one
 * that was sent as null is a change to the default.
 *
 * @param value what was sent, null for the default
 */
@JsonDeserialize(using = ChangeDeserializer.class)
public record Change<T>(@Nullable T value) {
  /**
   * Returns what was sent for a field that has no default to return to.
   *
   * @throws IllegalArgumentException naming the field if that is null
   */
  T required(String field) {
    if (value == null) {
      throw new IllegalArgumentException("Field '" + field + "' must not be null.");
    }
    return value;
  }
}
