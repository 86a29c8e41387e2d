package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import org.junit.jupiter.api.Test;

/** A few hundred of the files of {@link MutatedFilesSoakIT}. */
@UsesSharedServer
class MutatedFilesIT {
  private static final int FILES = 240;

  @Test
  @Fault(82)
  void damagedFilesAreTakenOrRefusedWithAReason() {
    MutatedUploads.Outcome outcome = new MutatedUploads(TestServer.shared()).send(0, FILES);

    assertThat(outcome.refused() + outcome.withoutBars() + outcome.backtested()).isEqualTo(FILES);
    assertThat(outcome.backtested()).isPositive();
  }
}
