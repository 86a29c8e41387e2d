/**
 * Uploads over HTTP, on the real WAR and each database: every fault of the catalogue that a client,
 * a disk, a database or a bucket can bring about.
 */
@NullMarked
package io.tradeguard.http.upload;

import org.jspecify.annotations.NullMarked;
