/** What a file must be to be taken, proved while its bytes pass: no binary, whole CSV or JSON. */
@NullMarked
package io.tradeguard.upload.content;

import org.jspecify.annotations.NullMarked;
