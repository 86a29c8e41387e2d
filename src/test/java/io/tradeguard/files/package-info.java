@NullMarked
package io.tradeguard.files;

import org.jspecify.annotations.NullMarked;
