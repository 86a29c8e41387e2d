/** Where a file has what a bar is made of, by headings or by what stands in the columns. */
@NullMarked
package io.tradeguard.marketdata.layout;

import org.jspecify.annotations.NullMarked;
