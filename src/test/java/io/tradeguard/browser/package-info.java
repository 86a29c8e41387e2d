/** The console in a real Chromium, against the real server. */
@NullMarked
package io.tradeguard.browser;

import org.jspecify.annotations.NullMarked;
