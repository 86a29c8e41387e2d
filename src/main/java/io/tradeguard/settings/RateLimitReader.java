package io.tradeguard.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the categories: the built-in ones with the seed's defaults, and those that were added. */
final class RateLimitReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Set<String> RESERVED = Set.of("enabled", "memory", "categories");
  private static final Map<String, WindowSettings> BUILT_IN = builtIn();
  private static final Map<String, Integer> CONCURRENT = Map.of("backtest", 2);

  private final SettingSource source;

  RateLimitReader(SettingSource source) {
    this.source = source;
  }

  private static Map<String, WindowSettings> builtIn() {
    Map<String, WindowSettings> defaults = new LinkedHashMap<>();
    defaults.put("default", new WindowSettings(60, 60));
    defaults.put("backtest", new WindowSettings(5, 60));
    defaults.put("api_key", new WindowSettings(3, 3600));
    defaults.put("anonymous", new WindowSettings(30, 60));
    defaults.put("login", new WindowSettings(10, 60));
    defaults.put("admission", new WindowSettings(100_000, 60));
    return defaults;
  }

  Settings.RateLimits read() {
    Set<String> names = new HashSet<>(BUILT_IN.keySet());
    for (String name : added()) {
      names.add(name);
    }
    Map<String, CategorySettings> categories = new LinkedHashMap<>();
    for (String name : names) {
      categories.put(name, category(name));
    }
    return new Settings.RateLimits(
        source.flag(Setting.RATE_LIMIT_ENABLED),
        categories,
        source.integer(Setting.RATE_LIMIT_MEMORY_KEYS, 1, 100_000_000));
  }

  private List<String> added() {
    List<String> names = new ArrayList<>();
    for (String name : list(source.text(Setting.RATE_LIMIT_CATEGORIES).orElse(""))) {
      if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
        throw new SettingException(
            Setting.RATE_LIMIT_CATEGORIES.key(), "has '" + name + "', which cannot be a category");
      }
      names.add(name);
    }
    return names;
  }

  private CategorySettings category(String name) {
    return new CategorySettings(
        name,
        oneOf(Algorithm.class, CategoryMember.ALGORITHM.key(name), "fixed_window"),
        windows(name),
        SettingSource.flag(
            CategoryMember.SHADOW.key(name),
            source.text(CategoryMember.SHADOW.key(name)).orElse("false")),
        oneOf(OnRedisFailure.class, CategoryMember.ON_REDIS_FAILURE.key(name), "local"),
        concurrent(name));
  }

  private int concurrent(String name) {
    String key = CategoryMember.CONCURRENT.key(name);
    String usual = Integer.toString(CONCURRENT.getOrDefault(name, 0));
    return (int)
        SettingSource.whole(
            key, source.text(key).orElse(usual), 0, CategorySettings.MAX_CONCURRENT);
  }

  private List<WindowSettings> windows(String name) {
    String key = CategoryMember.WINDOWS.key(name);
    Optional<String> windows = source.text(key);
    String limitKey = CategoryMember.LIMIT.key(name);
    String periodKey = CategoryMember.PERIOD.key(name);
    Optional<String> limit = source.text(limitKey);
    Optional<String> period = source.text(periodKey);
    if (windows.isEmpty()) {
      WindowSettings defaults = BUILT_IN.getOrDefault(name, new WindowSettings(60, 60));
      return List.of(
          window(
              limitKey,
              limit.orElse(Integer.toString(defaults.limit())),
              periodKey,
              period.orElse(Integer.toString(defaults.periodSeconds()))));
    }
    if (limit.isPresent() || period.isPresent()) {
      throw new SettingException(key, "excludes " + limitKey + " and " + periodKey);
    }
    List<WindowSettings> parsed = new ArrayList<>();
    Set<Integer> periods = new HashSet<>();
    for (String part : list(windows.get())) {
      String[] pair = part.split("/", -1);
      if (pair.length != 2) {
        throw new SettingException(key, "must be like 5/60,100/86400, not '" + part + "'");
      }
      WindowSettings window = window(key, pair[0].trim(), key, pair[1].trim());
      if (!periods.add(window.periodSeconds())) {
        throw new SettingException(key, "has the period " + window.periodSeconds() + " twice");
      }
      parsed.add(window);
    }
    if (parsed.isEmpty() || parsed.size() > 8) {
      throw new SettingException(key, "must name 1 to 8 windows");
    }
    return parsed;
  }

  private static WindowSettings window(
      String limitKey, String limit, String periodKey, String period) {
    return new WindowSettings(
        (int) SettingSource.whole(limitKey, limit, 1, WindowSettings.MAX_LIMIT),
        (int) SettingSource.whole(periodKey, period, 1, WindowSettings.MAX_PERIOD_SECONDS));
  }

  private <E extends Enum<E>> E oneOf(Class<E> type, String key, String defaultValue) {
    String text = source.text(key).orElse(defaultValue);
    return SettingsReader.oneOf(type, key, text);
  }

  static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
