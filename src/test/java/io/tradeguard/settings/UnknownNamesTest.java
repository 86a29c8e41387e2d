package io.tradeguard.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownNamesTest {

  private static Settings read(Map<String, String> values, Set<String> names) {
    return new SettingsReader(
            new SettingSource(name -> Optional.ofNullable(values.get(name)), names))
        .read();
  }

  @Test
  @Fault(50)
  void aMisspeltNameStopsTheStart() {
    assertThatThrownBy(() -> read(Map.of(), Set.of("tradeguard.rate-limit.defualt.limit")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tradeguard.rate-limit.defualt.limit");
  }

  @Test
  @Fault(50)
  void aMisspeltVariableStopsTheStart() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(),
                    Set.of(
                        "TRADEGUARD_RATE_LIMIT_DEFUALT_LIMIT",
                        "tradeguard.rate.limit.defualt.limit")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("TRADEGUARD_RATE_LIMIT_DEFUALT_LIMIT");
  }

  @Test
  void theDottedNameThatAServerGuessesForAVariableIsNotJudged() {
    Settings settings =
        read(
            Map.of("tradeguard.rate-limit.default.limit", "7"),
            Set.of(
                "TRADEGUARD_RATE_LIMIT_DEFAULT_LIMIT",
                "tradeguard.rate.limit.default.limit",
                "TRADEGUARD_DB_URL_FILE",
                "tradeguard.db.url.file"));

    assertThat(settings.rateLimits().categories())
        .extractingByKey("default")
        .extracting(CategorySettings::windows)
        .isEqualTo(List.of(new WindowSettings(7, 60)));
  }
}
