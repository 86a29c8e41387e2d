package io.tradeguard.upload.form;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A header of the form {@code value; name=value; …}.
 *
 * @param value the first part, in lower case
 * @param parameters by lower-case name, with its star if it has one, and without quotes
 */
public record HeaderValue(String value, Map<String, String> parameters) {
  /** A name, and a value that is in quotes, in which a backslash escapes, or is not. */
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([^=;\\s]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;]*))");

  /** A charset, a language and percent-encoded bytes (RFC 8187). */
  private static final Pattern EXTENDED =
      Pattern.compile(
          "(utf-8|iso-8859-1)'[^']*'((?:[^%]|%[0-9a-f]{2})*)", Pattern.CASE_INSENSITIVE);

  public static HeaderValue parse(String header) {
    int semicolon = header.indexOf(';');
    String value = semicolon < 0 ? header : header.substring(0, semicolon);
    Map<String, String> parameters = new HashMap<>();
    if (semicolon >= 0) {
      Matcher parameter = PARAMETER.matcher(header).region(semicolon, header.length());
      while (parameter.find()) {
        String quoted = parameter.group(2);
        parameters.putIfAbsent(
            parameter.group(1).toLowerCase(Locale.ROOT),
            quoted == null ? parameter.group(3).trim() : quoted);
      }
    }
    return new HeaderValue(value.trim().toLowerCase(Locale.ROOT), Map.copyOf(parameters));
  }

  public @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /**
   * Returns a parameter by its extended form ({@code name*}), if that can be read, before its plain
   * one, wherever each stands (RFC 6266).
   */
  public @Nullable String extendedParameter(String name) {
    String extended = parameters.get(name + "*");
    Matcher parts = EXTENDED.matcher(extended == null ? "" : extended);
    return parts.matches() ? decode(parts.group(2), charset(parts.group(1))) : parameter(name);
  }

  private static Charset charset(String name) {
    return name.equalsIgnoreCase("utf-8") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }

  private static String decode(String encoded, Charset charset) {
    byte[] from = encoded.getBytes(charset);
    byte[] bytes = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      if (from[i] == '%') {
        bytes[length++] =
            (byte) (Character.digit(from[i + 1], 16) << 4 | Character.digit(from[i + 2], 16));
        i += 2;
      } else {
        bytes[length++] = from[i];
      }
    }
    return new String(bytes, 0, length, charset);
  }
}
