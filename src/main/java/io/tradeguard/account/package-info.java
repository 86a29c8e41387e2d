/** Who is calling, and from where: users, passwords, API keys, sessions, and the audit trail. */
@NullMarked
package io.tradeguard.account;

import org.jspecify.annotations.NullMarked;
