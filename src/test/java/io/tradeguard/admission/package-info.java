/** What proxies and services are told, and how strictly they are read. */
@NullMarked
package io.tradeguard.admission;

import org.jspecify.annotations.NullMarked;
