package io.tradeguard.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, whatever keeps its bytes. */
public abstract class FileStoreContract {
  private static final String NAME = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";

  /** Returns the store under test, empty and the same within one test. */
  protected abstract FileStore store() throws IOException;

  @Test
  void returnsThePublishedBytes() throws IOException {
    write(NAME, bytes("hello"));

    assertThat(read(NAME, 0, 5)).isEqualTo("hello");
  }

  @Test
  void returnsARangeOfTheBytes() throws IOException {
    write(NAME, bytes("0123456789"));

    assertThat(read(NAME, 3, 4)).isEqualTo("3456");
    assertThat(read(NAME, 9, 1)).isEqualTo("9");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_536, 5_242_879, 5_242_880, 5_242_881, 12_000_000})
  void keepsFilesOfAnySize(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    write(NAME, content);

    try (InputStream in = store().open(NAME, 0, size)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void knowsTheSizeOfPublishedFilesOnly() throws IOException {
    write(NAME, bytes("hello"));

    assertThat(store().size(NAME)).hasValue(5);
    assertThat(store().size(OTHER)).isEmpty();
  }

  @Test
  void hidesAFileUntilItIsPublished() throws IOException {
    try (PendingFile pending = store().begin(NAME)) {
      pending.write(bytes("half"), 0, 4);

      assertThatThrownBy(() -> store().open(NAME, 0, 4)).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void leavesNothingOfAFileThatIsClosedUnpublished() throws IOException {
    PendingFile pending = store().begin(NAME);
    pending.write(new byte[6_000_000], 0, 6_000_000);
    pending.close();

    assertThat(names()).isEmpty();
  }

  @Test
  void keepsAPublishedFileWhenItIsClosed() throws IOException {
    write(NAME, bytes("kept"));

    assertThat(names()).extracting(StoredName::name).containsExactly(NAME);
  }

  @Test
  void deletesAFileAndForgivesASecondTime() throws IOException {
    write(NAME, bytes("gone"));
    store().delete(NAME);
    store().delete(NAME);

    assertThatThrownBy(() -> store().open(NAME, 0, 4)).isInstanceOf(NoSuchFileException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void deletesAPendingFile() throws IOException {
    try (PendingFile pending = store().begin(NAME)) {
      pending.write(new byte[6_000_000], 0, 6_000_000);
      store().delete(NAME);

      assertThat(names()).isEmpty();
    }
  }

  @Test
  void listsPublishedAndPendingFilesWithTheirTimes() throws IOException {
    write(NAME, bytes("one"));
    try (PendingFile pending = store().begin(OTHER)) {
      pending.write(new byte[6_000_000], 0, 6_000_000);

      List<StoredName> names = names();
      assertThat(names).extracting(StoredName::name).containsExactlyInAnyOrder(NAME, OTHER);
      assertThat(names)
          .allSatisfy(
              name -> {
                assertThat(name.pending()).isEqualTo(name.name().equals(OTHER));
                assertThat(Duration.between(name.modified(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
              });
    }
  }

  @Test
  void keepsAFileInQuarantineUntilItIsTakenBackOrDeleted() throws IOException {
    write(NAME, bytes("kept"));
    store().quarantine().add(NAME);
    store().quarantine().add(OTHER);

    assertThat(names()).isEmpty();
    assertThat(store().size(NAME)).isEmpty();
    assertThat(quarantined())
        .singleElement()
        .satisfies(
            name -> {
              assertThat(name.name()).isEqualTo(NAME);
              assertThat(name.bytes()).isEqualTo(4);
              assertThat(Duration.between(name.modified(), Instant.now()).abs())
                  .isLessThan(Duration.ofMinutes(1));
            });
    assertThat(store().quarantine().takeBack(NAME)).isTrue();
    assertThat(store().quarantine().takeBack(NAME)).isFalse();
    assertThat(read(NAME, 0, 4)).isEqualTo("kept");
    assertThat(quarantined()).isEmpty();

    store().quarantine().add(NAME);
    store().quarantine().delete(NAME);
    store().quarantine().delete(NAME);
    assertThat(quarantined()).isEmpty();
    assertThat(store().quarantine().takeBack(NAME)).isFalse();
  }

  private List<StoredName> quarantined() throws IOException {
    List<StoredName> names = new ArrayList<>();
    store().quarantine().list(names::add);
    return names;
  }

  @Test
  void hasNoMarkerUntilItIsMarkedAndDoesNotListIt() throws IOException {
    assertThat(store().marker()).isEmpty();
    store().mark("database-1");

    assertThat(store().marker()).contains("database-1");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "", "short", "UPPERCASE1", "a/b/c/d/e/f/g", ".store"})
  void refusesANameThatNobodyGenerated(String name) {
    assertThatThrownBy(() -> store().begin(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private void write(String name, byte[] content) throws IOException {
    try (PendingFile pending = store().begin(name)) {
      for (int at = 0; at < content.length; at += 65_536) {
        pending.write(content, at, Math.min(65_536, content.length - at));
      }
      pending.publish();
    }
  }

  private String read(String name, long from, long length) throws IOException {
    try (InputStream in = store().open(name, from, length)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<StoredName> names() throws IOException {
    List<StoredName> names = new ArrayList<>();
    store().list(names::add);
    return names;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
