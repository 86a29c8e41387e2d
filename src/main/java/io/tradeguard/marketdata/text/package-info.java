/** What single texts of a file say: their encoding and separator, times and numbers. */
@NullMarked
package io.tradeguard.marketdata.text;

import org.jspecify.annotations.NullMarked;
