/**
 * How much: the ledger of stored and reserved bytes and files, exact under concurrency and crash.
 */
@NullMarked
package io.tradeguard.quota;

import org.jspecify.annotations.NullMarked;
