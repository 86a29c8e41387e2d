package io.tradeguard.upload;

/**
 * What was received of a file.
 *
 * @param sha256 in lower-case hexadecimal
 */
record Received(long bytes, String sha256) {}
