package io.tradeguard.ratelimit;

import io.tradeguard.settings.WindowSettings;
import java.util.Optional;

/** Knows which subjects that are no users have a limit of their own. */
public interface OwnLimits {
  Optional<WindowSettings> of(LimitKey key);
}
