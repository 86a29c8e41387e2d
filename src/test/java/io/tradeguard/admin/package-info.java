/** Tests of what operators see and change. */
@NullMarked
package io.tradeguard.admin;

import org.jspecify.annotations.NullMarked;
