@NullMarked
package io.tradeguard.marketdata;

import org.jspecify.annotations.NullMarked;
