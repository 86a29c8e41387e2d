package io.tradeguard.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a JSON body in the client's terms, without a class name. */
final class JsonErrors {
  private JsonErrors() {}

  static String describe(JsonMappingException exception) {
    String field = path(exception);
    if (exception instanceof UnrecognizedPropertyException) {
      return "Field '" + field + "' is not known.";
    }
    if (exception.getCause() instanceof IllegalArgumentException refused) {
      String message = String.valueOf(refused.getMessage());
      return field.isEmpty() ? message : "Field '" + field + "': " + message;
    }
    if (exception.getCause() instanceof InputCoercionException && !field.isEmpty()) {
      return "Field '" + field + "' has a number out of range.";
    }
    if (exception.getCause() instanceof JsonProcessingException cause && cause != exception) {
      return "The body is not JSON" + place(cause) + ".";
    }
    if (field.isEmpty()) {
      return "The body must be one JSON object with the fields of this call.";
    }
    String problem =
        exception instanceof InvalidFormatException
            ? "has a value it cannot have"
            : "has the wrong type";
    return "Field '" + field + "' " + problem + ".";
  }

  /** Returns where the parser stopped, if it knows; at a bound of its own it does not. */
  static String place(JsonProcessingException exception) {
    @Nullable JsonLocation location = exception.getLocation();
    return location == null
        ? ""
        : ": error in line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String path(JsonMappingException exception) {
    return exception.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .map(name -> name.length() > 100 ? name.substring(0, 100) + "…" : name)
        .collect(Collectors.joining("."));
  }
}
