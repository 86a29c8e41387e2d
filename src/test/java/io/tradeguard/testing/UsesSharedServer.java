package io.tradeguard.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests of {@link TestServer#shared} that may run beside each other, though not beside one
 * that has the server to itself.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(UsesSharedServer.Turn.class)
public @interface UsesSharedServer {
  /** Keeps away the tests that want the server alone, as long as one of these runs. */
  final class Turn implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      ServerTurns.SHARED.begin();
    }

    @Override
    public void afterEach(ExtensionContext context) {
      ServerTurns.SHARED.end();
    }
  }
}
