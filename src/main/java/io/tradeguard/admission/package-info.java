/** Answers proxies and other services that ask whether somebody may go on; decides nothing. */
@NullMarked
package io.tradeguard.admission;

import org.jspecify.annotations.NullMarked;
