/**
 * Where facts are kept: the data source that the WAR carries, its migrations and its column types.
 */
@NullMarked
package io.tradeguard.database;

import org.jspecify.annotations.NullMarked;
