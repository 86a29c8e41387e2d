package io.tradeguard.upload.form;

import java.util.Locale;
import java.util.Map;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * A header of the form {@code value; name=value; …}.
 *
 * @param value the first part, in lower case
 * @param parameters by lower-case name
 */
public record HeaderValue(String value, Map<String, String> parameters) {

  public static HeaderValue parse(String header) {
    int semicolon = header.indexOf(';');
    String value = semicolon < 0 ? header : header.substring(0, semicolon);
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return new HeaderValue(
        value.trim().toLowerCase(Locale.ROOT),
        semicolon < 0 ? Map.of() : parser.parse(header.substring(semicolon + 1), ';'));
  }

  public @Nullable String parameter(String name) {
    return parameters.get(name);
  }
}
