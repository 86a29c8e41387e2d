/** What becomes of servers as processes: several at once, stopped, killed, started again. */
@NullMarked
package io.tradeguard.process;

import org.jspecify.annotations.NullMarked;
