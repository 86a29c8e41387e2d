@NullMarked
package io.tradeguard.upload.s3;

import org.jspecify.annotations.NullMarked;
