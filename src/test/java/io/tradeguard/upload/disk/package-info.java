@NullMarked
package io.tradeguard.upload.disk;

import org.jspecify.annotations.NullMarked;
