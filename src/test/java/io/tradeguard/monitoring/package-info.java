/** Tests of what is counted, judged and remembered. */
@NullMarked
package io.tradeguard.monitoring;

import org.jspecify.annotations.NullMarked;
