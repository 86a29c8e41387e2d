package io.tradeguard.http.upload;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a suite on both databases, each a server that the test can lock, change and stop. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass
@EnumSource(
    value = Node.class,
    names = {"SERVED_H2", "POSTGRESQL"})
@interface OnReachableDatabases {}
