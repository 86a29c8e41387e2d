package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir Path folder;

  @Test
  void onlyTheOwnerReadsASecret() throws IOException {
    Path file = folder.resolve("data").resolve("admin-password");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "an older one");

    SecretFile.write(file, "hunter2");

    assertThat(file).hasContent("hunter2");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }
}
