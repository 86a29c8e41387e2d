package io.tradeguard.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingBoundsTest {
  private static final long LONG = 10 * WaitingBounds.COUNTED_NANOS;
  private final AtomicLong nanos = new AtomicLong();
  private final List<Transfer> transfers = new ArrayList<>();

  /** Lets a client be waited for from now on. */
  private Transfer wait(String name, boolean identified) throws IOException {
    Transfer transfer =
        new Transfer(new Client(name, identified), new Pace(0, 10, nanos::get), false, nanos::get);
    transfer.begin();
    transfers.add(transfer);
    return transfer;
  }

  @Test
  void endsTheLongestWaitsOfOneClient() throws IOException {
    Transfer first = wait("a", false);
    nanos.set(1);
    for (int i = 0; i < WaitingBounds.PER_CLIENT; i++) {
      wait("a", false);
    }
    wait("b", false);
    nanos.set(LONG);

    assertThat(WaitingBounds.excess(transfers)).containsExactly(first);
  }

  @Test
  void boundsAllWhomNobodyStandsBehindAndLeavesUsersTheirShare() throws IOException {
    for (int i = 0; i < WaitingBounds.ANONYMOUS + 5; i++) {
      wait("address " + i, false);
    }
    for (int i = 0; i < WaitingBounds.IDENTIFIED + 3; i++) {
      wait("user " + i, true);
    }
    nanos.set(LONG);

    List<Transfer> excess = WaitingBounds.excess(transfers);
    assertThat(excess).filteredOn(transfer -> !transfer.client().identified()).hasSize(5);
    assertThat(excess).filteredOn(transfer -> transfer.client().identified()).hasSize(3);
  }

  @Test
  void countsNoWaitThatHasJustBegun() throws IOException {
    for (int i = 0; i < 500; i++) {
      wait("a", false);
    }
    nanos.set(WaitingBounds.COUNTED_NANOS - 1);

    assertThat(WaitingBounds.excess(transfers)).isEmpty();
  }
}
