/** What users do with stored files: list, download, delete, see their usage. */
@NullMarked
package io.tradeguard.files;

import org.jspecify.annotations.NullMarked;
