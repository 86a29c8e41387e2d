package io.tradeguard.http.upload;

import io.tradeguard.testing.TestSetup;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a suite on servers whose database the test can lock, change and stop: PostgreSQL, and beyond
 * the circle {@code verify} H2 too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass
@ArgumentsSource(OnReachableDatabases.OfTheCircle.class)
@interface OnReachableDatabases {
  /** The nodes of the circle that runs. */
  final class OfTheCircle implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Stream<Node> nodes =
          TestSetup.circle().equals("verify")
              ? Stream.of(Node.POSTGRESQL)
              : Stream.of(Node.SERVED_H2, Node.POSTGRESQL);
      return nodes.map(Arguments::of);
    }
  }
}
