/** Admission for what is no part of the WAR: proxies, and the services behind them. */
@NullMarked
package io.tradeguard.http.admission;

import org.jspecify.annotations.NullMarked;
