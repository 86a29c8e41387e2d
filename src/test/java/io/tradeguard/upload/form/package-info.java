@NullMarked
package io.tradeguard.upload.form;

import org.jspecify.annotations.NullMarked;
