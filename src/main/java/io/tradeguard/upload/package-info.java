/** The way of a file in, out and away: streamed, validated, stored, charged. */
@NullMarked
package io.tradeguard.upload;

import org.jspecify.annotations.NullMarked;
