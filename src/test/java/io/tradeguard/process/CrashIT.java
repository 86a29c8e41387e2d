package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.StoredState;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The server is killed with -9 at a random moment of a mixed load, again and again. After each
 * restart and one lease nothing may be charged that is not stored, and no file lost whose upload
 * was acknowledged. {@code -Dtradeguard.test.crash-rounds=50} changes how often.
 */
@Order(1)
class CrashIT {
  private static final int ROUNDS = Integer.getInteger("tradeguard.test.crash-rounds", 2);
  private static final int LEASE_SECONDS = 3;
  private static final int CALLERS = 6;
  private static final Duration SWEEP = Duration.ofMinutes(2);

  @Test
  @Fault(54)
  void killedAtRandomItLosesNothingAndLeaksNothing() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    try (TestServer server =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.upload.lease", LEASE_SECONDS)
            .with("tradeguard.quota.user.files", 10_000)
            .with("tradeguard.quota.user.bytes", 10L << 30)
            .start()) {
      List<Customer> customers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        TestUser user = server.newUser();
        customers.add(new Customer(server.anonymous().withKey(user.newKey()), random.split()));
      }
      for (int round = 1; round <= ROUNDS; round++) {
        List<Thread> threads = customers.stream().map(Thread::new).toList();
        customers.forEach(Customer::resume);
        threads.forEach(Thread::start);
        LockSupport.parkNanos(Duration.ofMillis(random.nextLong(500, 4000)).toNanos());
        server.kill();
        customers.forEach(Customer::pause);
        threads.forEach(CrashIT::join);
        StoredState.ofDataDir(server.dataDir()).mustBeConsistent();
        server.launch();
        server.awaitReady();
        for (Customer customer : customers) {
          customer.mustHaveLostNothing("round " + round + " of seed " + seed);
        }
      }
      StoredState state = StoredState.ofDataDir(server.dataDir());
      int files = customers.stream().mapToInt(Customer::files).sum();
      assertThat(files).as("files acknowledged").isPositive();
      Eventually.within(
          SWEEP, () -> assertThat(state.names()).as("names in the store").hasSize(files));
      server.stop();
      state.mustBeClean();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
