/** Keeps files in a bucket of any S3 API. */
@NullMarked
package io.tradeguard.store.s3;

import org.jspecify.annotations.NullMarked;
