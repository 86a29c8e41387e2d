/**
 * The way of a file in: held room, streamed, validated, stored, charged, and once however often it
 * is repeated.
 */
@NullMarked
package io.tradeguard.upload;

import org.jspecify.annotations.NullMarked;
