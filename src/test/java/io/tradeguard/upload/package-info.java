@NullMarked
package io.tradeguard.upload;

import org.jspecify.annotations.NullMarked;
