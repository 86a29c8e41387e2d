/**
 * What the operator decides: every setting with its default and its range, checked once at the
 * start.
 */
@NullMarked
package io.tradeguard.settings;

import org.jspecify.annotations.NullMarked;
