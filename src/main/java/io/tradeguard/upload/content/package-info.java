/**
 * What a file must be to be taken, its name, its type, its digest and its bytes, proved while they
 * pass: no binary, whole CSV or JSON.
 */
@NullMarked
package io.tradeguard.upload.content;

import org.jspecify.annotations.NullMarked;
