/**
 * What every endpoint shares: the application, JSON, problem documents, paging and safe request
 * bodies.
 */
@NullMarked
package io.tradeguard.web;

import org.jspecify.annotations.NullMarked;
