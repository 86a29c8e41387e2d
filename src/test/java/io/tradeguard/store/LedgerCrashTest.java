package io.tradeguard.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.ChildJvm;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.StoredState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledger, store and database in a process of their own, killed with -9 at a random moment, again
 * and again: many more crashes in the same time than {@code CrashIT} can give a whole server.
 */
class LedgerCrashTest {
  private static final Map<String, Integer> ROUNDS = Map.of("verify", 3, "gate", 20, "soak", 200);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  /** The files whose commit was told, and whose deletion had not begun. */
  private final Set<String> acknowledged = new HashSet<>();

  @Test
  @Fault(54)
  void killedAtAnyMomentItChargesExactlyWhatItStoredAndLosesNothing() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    StoredState state = StoredState.ofDataDir(folder);
    int rounds = ROUNDS.getOrDefault(System.getProperty("tradeguard.test.circle", "verify"), 3);
    for (int round = 1; round <= rounds; round++) {
      try (ChildJvm node = node(random.nextLong(), "work")) {
        node.awaitLine("stored ", PATIENCE);
        LockSupport.parkNanos(random.nextLong(Duration.ofMillis(600).toNanos()));
        node.kill();
        node.lines().forEach(this::note);
      }
      state.mustBeConsistent();
      assertThat(state.listed())
          .as("files listed after round %d of seed %d", round, seed)
          .containsAll(acknowledged);
    }
    mustBeCleanOnceTidied(state, random.nextLong());
  }

  private ChildJvm node(long seed, String what) {
    return ChildJvm.start(CrashingNode.class, folder.toString(), Long.toString(seed), what);
  }

  private void note(String line) {
    String name = line.substring(line.indexOf(' ') + 1);
    if (line.startsWith("stored ")) {
      acknowledged.add(name);
    } else if (line.startsWith("deleting ")) {
      acknowledged.remove(name);
    }
  }

  /** A node that only cleans up leaves neither a reservation nor a byte that no file has. */
  private void mustBeCleanOnceTidied(StoredState state, long seed) {
    Eventually.within(
        PATIENCE,
        () -> {
          try (ChildJvm node = node(seed, "tidy")) {
            node.awaitLine("ready", PATIENCE);
            LockSupport.parkNanos(Duration.ofSeconds(CrashingNode.LEASE_SECONDS).toNanos());
            node.kill();
          }
          state.mustBeClean();
        });
    assertThat(state.listed()).containsAll(acknowledged);
  }
}
