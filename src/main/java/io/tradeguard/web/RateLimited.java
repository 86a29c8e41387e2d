package io.tradeguard.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rate-limit category of an endpoint, and what a call of it costs. An endpoint without it
 * is in category {@code default} and costs 1; on a method it overrides the class.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RateLimited {
  /** The category; one that no setting lists stops the start. */
  String value() default "default";

  /** How many requests a call counts for, at least 1. */
  int weight() default 1;

  /** Whether calls are never counted nor refused: for health checks only. */
  boolean exempt() default false;
}
