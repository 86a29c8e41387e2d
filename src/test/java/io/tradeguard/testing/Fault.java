package io.tradeguard.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the test of a fault by its number in the catalogue, {@code src/site/markdown/faults.md},
 * which says what must happen. {@code FaultCatalogueTest} holds that both agree.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fault {
  /** The numbers of the faults that the test brings about. */
  int[] value();
}
