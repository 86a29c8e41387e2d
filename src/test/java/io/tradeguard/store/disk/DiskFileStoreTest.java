package io.tradeguard.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.store.FileStore;
import io.tradeguard.store.FileStoreContract;
import io.tradeguard.store.PendingFile;
import io.tradeguard.store.StoreFullException;
import io.tradeguard.testing.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFileStoreTest extends FileStoreContract {
  private static final String NAME = "0123456789abcdef";

  @TempDir Path folder;

  @Override
  protected FileStore store() {
    return new DiskFileStore(folder.resolve("uploads"), ForkJoinPool.commonPool());
  }

  @Test
  void spreadsFilesOverTwoLevelsOfFolders() throws IOException {
    try (PendingFile pending = store().begin(NAME)) {
      pending.write(new byte[] {1}, 0, 1);
      pending.publish();
    }

    assertThat(folder.resolve("uploads/01/23/" + NAME)).hasSize(1);
  }

  @Test
  void ignoresFilesThatAreNotItsOwn() throws IOException {
    Path foreign = Files.createDirectories(folder.resolve("uploads/01/23")).resolve("README.txt");
    Files.writeString(foreign, "not ours");
    List<Object> names = new ArrayList<>();
    store().list(names::add);

    assertThat(names).isEmpty();
  }

  @Test
  @Fault(73)
  void leavesForeignEntriesAloneAndNamesEachOnce() throws IOException {
    Path uploads = folder.resolve("uploads");
    Path foreign = Files.createDirectories(uploads.resolve("lost+found/ab"));
    Files.writeString(foreign.resolve(NAME), "somebody's");
    Files.writeString(uploads.resolve(".dotfile"), "");
    Files.writeString(uploads.resolve("ab"), "a file where a folder of ours may be");
    Files.setPosixFilePermissions(uploads.resolve("lost+found"), Set.of());
    List<String> logged = new ArrayList<>();
    Handler handler = new Lines(logged);
    Logger logger = Logger.getLogger(FolderWalk.class.getName());
    logger.addHandler(handler);
    List<Object> names = new ArrayList<>();
    try {
      FileStore store = store();
      store.mark("database-1");
      store.list(names::add);
      store.list(names::add);
    } finally {
      logger.removeHandler(handler);
      Files.setPosixFilePermissions(
          uploads.resolve("lost+found"), PosixFilePermissions.fromString("rwx------"));
    }

    assertThat(names).isEmpty();
    assertThat(logged)
        .containsExactlyInAnyOrder(
            uploads.resolve("lost+found").toString(),
            uploads.resolve(".dotfile").toString(),
            uploads.resolve("ab").toString());
  }

  /** Keeps what log records name. */
  private static final class Lines extends Handler {
    private final List<String> lines;

    Lines(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(String.valueOf(entry.getParameters()[0]));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void reportsAFileThatHasLostBytes() throws IOException {
    try (PendingFile pending = store().begin(NAME)) {
      pending.write(new byte[] {1}, 0, 1);
      pending.publish();
    }

    assertThatThrownBy(() -> store().open(NAME, 0, 2)).isInstanceOf(EOFException.class);
  }

  /**
   * Runs what follows on a tmpfs of one megabyte that only the process sees, or, where nobody may
   * mount one, with files that may not grow, which needs no rights and ends in the same refusals.
   */
  private static final String ON_A_SMALL_DISK =
      """
      for may in -m -rm; do
        if unshare $may mount -t tmpfs -o size=1m full "$0" 2>/dev/null; then
          exec unshare $may sh -c 'mount -t tmpfs -o size=1m full "$0" && exec "$@"' "$0" "$@"
        fi
      done
      ulimit -f 512
      exec "$@"
      """;

  private static final String WITH_SMALL_FILES = "ulimit -f 512; exec \"$@\"";

  @ParameterizedTest
  @ValueSource(strings = {ON_A_SMALL_DISK, WITH_SMALL_FILES})
  void saysThatTheDiskIsFullAndLeavesNothing(String shell) throws Exception {
    Process child =
        new ProcessBuilder(
                "sh",
                "-c",
                shell,
                folder.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                WriteUntilFull.class.getName(),
                folder.resolve("uploads").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).isEqualToIgnoringNewLines("full and clean");
  }

  /** Runs in a process of its own, whose disk is small. */
  static final class WriteUntilFull {
    private WriteUntilFull() {}

    public static void main(String[] arguments) throws IOException {
      FileStore store = new DiskFileStore(Path.of(arguments[0]), Runnable::run);
      try (PendingFile pending = store.begin(NAME)) {
        for (int i = 0; i < 64; i++) {
          pending.write(new byte[65_536], 0, 65_536);
        }
        System.out.println("not full");
      } catch (StoreFullException e) {
        System.out.println("full");
      }
      store.list(name -> System.out.println(" but " + name + " is left"));
      System.out.println(" and clean");
    }
  }
}
