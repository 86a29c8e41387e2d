package io.tradeguard.ratelimit;

import io.tradeguard.settings.Setting;
import io.tradeguard.settings.SettingException;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.RateLimited;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Stops the start where an endpoint names a category that no setting lists. */
@Singleton
@Startup
public class CategoryCheck {
  @Inject BeanManager beans;
  @Inject Settings settings;

  @PostConstruct
  void check() {
    List<? extends Class<?>> resources =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .filter(type -> type.isAnnotationPresent(Path.class))
            .distinct()
            .toList();
    refuseUnknown(resources, settings.rateLimits().categories().keySet());
  }

  /**
   * Checks resource classes.
   *
   * @throws SettingException naming the first category that is not among those configured
   */
  static void refuseUnknown(List<? extends Class<?>> resources, Set<String> configured) {
    for (Class<?> resource : resources) {
      named(resource)
          .filter(category -> !configured.contains(category))
          .findFirst()
          .ifPresent(
              category -> {
                throw new SettingException(
                    Setting.RATE_LIMIT_CATEGORIES.key(),
                    "lacks '" + category + "', which " + resource.getSimpleName() + " names");
              });
    }
  }

  private static Stream<String> named(Class<?> resource) {
    return Stream.concat(
            Stream.of(Optional.ofNullable(resource.getAnnotation(RateLimited.class))),
            Stream.of(resource.getMethods())
                .map((Method method) -> method.getAnnotation(RateLimited.class))
                .map(Optional::ofNullable))
        .flatMap(Optional::stream)
        .map(RateLimited::value);
  }
}
