package io.tradeguard.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlySyncTest {
  /** A device that takes every byte and cannot be synced: the failure is the system's own. */
  private static final Path UNSYNCABLE = Path.of("/dev/null");

  private final Queue<Runnable> background = new ArrayDeque<>();
  private final FileChannel channel = open();
  private final EarlySync early = new EarlySync(channel, background::add);

  private static FileChannel open() {
    try {
      return FileChannel.open(UNSYNCABLE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  @Test
  void startsWhenThereIsEnoughAndOnlyOneAtATime() throws IOException {
    early.wrote(EarlySync.STEP_BYTES - 1);
    assertThat(background).isEmpty();

    early.wrote(1);
    early.wrote(10 * EarlySync.STEP_BYTES);
    assertThat(background).hasSize(1);
  }

  @Test
  void aFailureFailsTheNextWrite() throws IOException {
    early.wrote(EarlySync.STEP_BYTES);
    background.remove().run();

    assertThatThrownBy(() -> early.wrote(EarlySync.STEP_BYTES)).isInstanceOf(IOException.class);
    assertThat(background).isEmpty();
  }

  @Test
  void aFailureFailsThePublicationThoughNobodyWritesAnyMore() throws IOException {
    early.wrote(EarlySync.STEP_BYTES);
    background.remove().run();

    assertThatThrownBy(early::await).isInstanceOf(IOException.class);
  }

  @Test
  void anUploadThatWasGivenUpIsNoFailure() throws IOException {
    early.wrote(EarlySync.STEP_BYTES);
    channel.close();
    background.remove().run();

    assertThatCode(early::await).doesNotThrowAnyException();
  }

  @Test
  void isDoneByWhoeverWaitsWhereNobodyComesToIt() throws IOException {
    early.wrote(EarlySync.STEP_BYTES);

    assertThatThrownBy(early::await).isInstanceOf(IOException.class);
    assertThat(background).hasSize(1);
  }

  @Test
  void isDoneByWhoeverWaitsWhereTheBackgroundIsBusy() throws IOException {
    EarlySync refused =
        new EarlySync(
            channel,
            task -> {
              throw new RejectedExecutionException();
            });
    refused.wrote(EarlySync.STEP_BYTES);

    assertThatThrownBy(refused::await).isInstanceOf(IOException.class);
  }
}
