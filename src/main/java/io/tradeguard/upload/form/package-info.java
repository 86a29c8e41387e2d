/** The one file of a multipart form, read as it streams. */
@NullMarked
package io.tradeguard.upload.form;

import org.jspecify.annotations.NullMarked;
