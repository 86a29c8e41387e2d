/** Tests that run inside Payara Micro, by Arquillian, in the real WAR. */
@NullMarked
package io.tradeguard.container;

import org.jspecify.annotations.NullMarked;
