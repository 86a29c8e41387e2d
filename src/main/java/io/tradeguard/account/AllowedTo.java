package io.tradeguard.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens an endpoint; one without it is closed to all. Our own annotation because servers intercept
 * or ignore the standard role annotations, each in its way.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AllowedTo {
  Access value();
}
