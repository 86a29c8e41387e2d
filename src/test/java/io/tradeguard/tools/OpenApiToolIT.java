package io.tradeguard.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestSetup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The OpenAPI document by a linter from npm. */
@Tag("tools")
class OpenApiToolIT {
  private static final String LINTER = "@redocly/cli@2.77.0";

  @Test
  void theLinterFindsNoError() throws IOException {
    Path document =
        Files.write(
            Files.createDirectories(TestSetup.output()).resolve("openapi.json"), document());

    Tool.Result result =
        Tool.run(
            List.of("npx", "--yes", LINTER, "lint", document.toString(), "--extends=recommended"),
            "");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("Your API description is valid");
  }

  private static byte[] document() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(OpenApiToolIT.class.getResourceAsStream("/META-INF/openapi.json"))) {
      return file.readAllBytes();
    }
  }
}
