package io.tradeguard.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes the settings, and the clock by which the application lives, injectable. */
@ApplicationScoped
public class SettingsProducer {

  /**
   * Reads and checks the settings of this application.
   *
   * @throws SettingException naming the first setting that cannot be used
   */
  public static Settings read() {
    return new SettingsReader(
            SettingSource.of(ConfigProvider.getConfig(SettingsProducer.class.getClassLoader())))
        .read();
  }

  @Produces
  @Singleton
  Settings settings() {
    return read();
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }
}
