/** What the service shows to others, judged by the programs of those others. */
@NullMarked
package io.tradeguard.tools;

import org.jspecify.annotations.NullMarked;
