package io.tradeguard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the settings must not differ from the code. */
class SettingsPageTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(tradeguard\\.[^`]+)` \\|([^|]*)\\| ([^|]+) \\|$", Pattern.MULTILINE);

  private final Map<String, String> page = page();

  private static Map<String, String> page() {
    try {
      Map<String, String> rows = new LinkedHashMap<>();
      Matcher row = ROW.matcher(Files.readString(Path.of("src/site/markdown/settings.md")));
      while (row.find()) {
        assertThat(rows.put(row.group(1), row.group(2).trim().replace("`", ""))).isNull();
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thePageNamesEverySettingWithItsDefault() {
    for (Setting setting : Setting.values()) {
      String value = setting.defaultValue();
      assertThat(page).containsEntry(setting.key(), value == null ? "" : value);
    }
    for (CategoryMember member : CategoryMember.values()) {
      assertThat(page).containsKey(member.key("<category>"));
    }
  }

  @Test
  void thePageNamesNoOther() {
    assertThat(page).hasSize(Setting.values().length + CategoryMember.values().length);
  }

  @Test
  void thePageNamesTheDefaultsOfTheCategories() {
    Settings.RateLimits limits =
        new RateLimitReader(new SettingSource(name -> Optional.empty(), Set.of())).read();

    limits
        .categories()
        .forEach(
            (name, category) -> {
              WindowSettings window = category.windows().get(0);
              assertThat(documented("limit", name)).isEqualTo(window.limit());
              assertThat(documented("period", name)).isEqualTo(window.periodSeconds());
            });
  }

  /** Reads a default like {@code 60; backtest 5, api_key 3}. */
  private int documented(String member, String category) {
    String text = page.getOrDefault("tradeguard.rate-limit.<category>." + member, "");
    Matcher own = Pattern.compile("\\b" + category + " (\\d+)").matcher(text);
    Matcher common = Pattern.compile("^(\\d+)").matcher(text);
    assertThat(common.find()).isTrue();
    return Integer.parseInt(own.find() ? own.group(1) : common.group(1));
  }
}
