/** How the WAR treats its databases, tested on real ones. */
@NullMarked
package io.tradeguard.database;

import org.jspecify.annotations.NullMarked;
