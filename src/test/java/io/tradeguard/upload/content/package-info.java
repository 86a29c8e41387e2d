@NullMarked
package io.tradeguard.upload.content;

import org.jspecify.annotations.NullMarked;
