/** Measures the whole server and the ledger: P8 to P13 of {@code performance.md}. */
@NullMarked
package io.tradeguard.bench.server;

import org.jspecify.annotations.NullMarked;
