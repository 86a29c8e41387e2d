@NullMarked
package io.tradeguard.store.s3;

import org.jspecify.annotations.NullMarked;
