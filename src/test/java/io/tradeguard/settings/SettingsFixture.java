package io.tradeguard.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes settings for the tests of other rooms. */
public final class SettingsFixture {
  private SettingsFixture() {}

  /** Returns the settings that an application has in which only these are set. */
  public static Settings of(Map<String, String> values) {
    return new SettingsReader(
            new SettingSource(key -> Optional.ofNullable(values.get(key)), values.keySet()))
        .read();
  }

  /** Returns networks given in CIDR form. */
  public static List<Network> networks(String... cidrs) {
    return Stream.of(cidrs).map(cidr -> Network.parse(cidr).orElseThrow()).toList();
  }
}
