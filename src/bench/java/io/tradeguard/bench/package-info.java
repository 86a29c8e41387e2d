/** The limiter measured beside its peers, P1 to P7 of the site's page on performance. */
package io.tradeguard.bench;
