/** What is going on: metrics, health, JMX and the recent past, gathered from events. */
@NullMarked
package io.tradeguard.monitoring;

import org.jspecify.annotations.NullMarked;
