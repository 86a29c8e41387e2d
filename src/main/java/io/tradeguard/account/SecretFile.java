package io.tradeguard.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a secret into a file that only the server's own user can read. */
final class SecretFile {
  private SecretFile() {}

  /** Writes a line, replacing the file as a whole: it is never there half, nor readable by all. */
  static Path write(Path file, String line) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    FileAttribute<?>[] ownerOnly =
        Files.getFileStore(folder).supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".tmp", ownerOnly);
    try {
      Files.writeString(draft, line + "\n");
      return Files.move(
          draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
