package io.tradeguard.settings;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * Where raw values come from.
 *
 * @param lookup gives the text of a setting, if it is set
 * @param names every name that is set, to find the misspelt ones
 */
record SettingSource(Function<String, Optional<String>> lookup, Set<String> names) {
  static SettingSource of(Config config) {
    Set<String> names = new HashSet<>();
    config.getPropertyNames().forEach(names::add);
    return new SettingSource(name -> config.getOptionalValue(name, String.class), names);
  }

  /** Returns the trimmed text of a setting or its default; empty if neither is there. */
  Optional<String> text(Setting setting) {
    return text(setting.key()).or(() -> Optional.ofNullable(setting.defaultValue()));
  }

  Optional<String> text(String key) {
    return lookup.apply(key).map(String::trim).filter(value -> !value.isEmpty());
  }

  /** Returns the text of a setting that has a default. */
  String required(Setting setting) {
    return text(setting)
        .orElseThrow(() -> new SettingException(setting.key(), "is needed but not set"));
  }

  int integer(Setting setting, int min, int max) {
    return (int) whole(setting.key(), required(setting), min, max);
  }

  long longInteger(Setting setting, long min, long max) {
    return whole(setting.key(), required(setting), min, max);
  }

  boolean flag(Setting setting) {
    return flag(setting.key(), required(setting));
  }

  static boolean flag(String key, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new SettingException(key, "must be true or false, not '" + text + "'");
    };
  }

  static long whole(String key, String text, long min, long max) {
    String range = "must be a whole number from " + min + " to " + max + ", not '" + text + "'";
    try {
      long value = Long.parseLong(text);
      if (value < min || value > max) {
        throw new SettingException(key, range);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new SettingException(key, range);
    }
  }
}
