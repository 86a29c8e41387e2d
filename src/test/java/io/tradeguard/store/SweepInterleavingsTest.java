package io.tradeguard.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.quota.LeaseLostException;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.Reservations;
import io.tradeguard.quota.UserFile;
import io.tradeguard.quota.UserFiles;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestDatabase.Engine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One file's whole life against a sweep of another node, interleaved in every way at the sweep's
 * calls to store and database. The bound: one file, lives of up to eight steps (other nodes'
 * cleaning among them), one sweep with the worst clock: everything is old, each quarantine over at
 * once.
 */
class SweepInterleavingsTest {
  private static final Duration WORST = StoreFixture.QUARANTINE.plus(StoreFixture.OLD);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Engine.class)
  @Fault(70)
  void noSweepEverTakesTheBytesOfAnAcknowledgedFileOrALiveUpload(Engine engine) throws Exception {
    try (StoreFixture fixture = new StoreFixture(engine, folder)) {
      for (Story story : Story.values()) {
        for (boolean orphans : new boolean[] {true, false}) {
          Schedule schedule = new Schedule();
          int runs = 0;
          do {
            new Run(fixture, story, schedule).interleave(orphans);
            runs++;
          } while (schedule.next());
          assertThat(runs).as("schedules of %s", story).isGreaterThan(story.steps());
        }
      }
    }
  }

  /** The lives that a file may have. */
  private enum Story {
    STORED("reserve write grow publish commit hide erase forget"),
    CRASHED("reserve write grow publish end clear"),
    LATE("reserve write publish end clear commit"),
    BROKEN_OFF("reserve write breakOff end clear");

    private final String text;

    Story(String text) {
      this.text = text;
    }

    int steps() {
      return text.split(" ", -1).length;
    }

    String step(int index) {
      return text.split(" ", -1)[index];
    }
  }

  /** How many steps of the life come before each call of the sweep: all choices, one by one. */
  private static final class Schedule {
    private final List<int[]> choices = new ArrayList<>();
    private int position;

    /** Returns how many of the steps that are left come now. */
    int choose(int left) {
      if (position == choices.size()) {
        choices.add(new int[] {0, left});
      }
      return choices.get(position++)[0];
    }

    /** Goes on to the next schedule; false if there is none. */
    boolean next() {
      position = 0;
      while (!choices.isEmpty()) {
        int[] last = choices.get(choices.size() - 1);
        if (last[0] < last[1]) {
          last[0]++;
          return true;
        }
        choices.remove(choices.size() - 1);
      }
      return false;
    }

    @Override
    public String toString() {
      return choices.stream().map(choice -> Integer.toString(choice[0])).toList().toString();
    }
  }

  /** One life with one sweep. */
  private static final class Run {
    private final StoreFixture fixture;
    private final Story story;
    private final Schedule schedule;
    private int done;
    private @Nullable Reservation reservation;
    private @Nullable PendingFile pending;
    private @Nullable UserFile file;
    private boolean mustHaveBytes;

    Run(StoreFixture fixture, Story story, Schedule schedule) {
      this.fixture = fixture;
      this.story = story;
      this.schedule = schedule;
    }

    void interleave(boolean orphans) throws IOException {
      if (orphans) {
        Clock clock = Clock.offset(Clock.systemUTC(), WORST);
        Ownership ownership = new Ownership(files(), reservations());
        new OrphanSweep(store(), ownership, clock, StoreFixture.LEASE, StoreFixture.QUARANTINE)
            .sweep(true);
      } else {
        new EndedUploads(store(), files(), reservations()).clear();
      }
      check();
      advance(story.steps() - done);
      fixture.clearEnded();
      fixture.orphans(WORST.plusMinutes(1)).sweep(true);
      check();
      if (!mustHaveBytes) {
        assertThat(fixture.names()).as(this::toString).isEmpty();
      } else {
        fixture.store.delete(name());
      }
      assertThat(fixture.quarantined()).as(this::toString).isEmpty();
    }

    private void point() {
      try {
        advance(schedule.choose(story.steps() - done));
      } catch (IOException e) {
        throw new AssertionError(toString(), e);
      }
    }

    private void advance(int steps) throws IOException {
      for (int i = 0; i < steps; i++) {
        step(story.step(done++));
        check();
      }
    }

    private void check() throws IOException {
      if (mustHaveBytes) {
        assertThat(fixture.store.size(name())).as(this::toString).hasValue(1);
      }
    }

    private String name() {
      return Objects.requireNonNull(reservation).storageName();
    }

    private void step(String step) throws IOException {
      switch (step) {
        case "reserve" -> reservation = fixture.reserve();
        case "write" -> {
          pending = fixture.store.begin(name());
          pending.write(new byte[] {'x'}, 0, 1);
        }
        case "grow" ->
            reservation = fixture.quota.manager().grow(Objects.requireNonNull(reservation), 2);
        case "publish" -> Objects.requireNonNull(pending).publish();
        case "breakOff" -> Objects.requireNonNull(pending).close();
        case "commit" -> commit();
        case "end" -> fixture.quota.manager().release(Objects.requireNonNull(reservation));
        case "clear" -> fixture.clearEnded();
        case "hide" -> fixture.quota.manager().hide(file().userId(), file().id());
        case "erase" -> {
          mustHaveBytes = false;
          fixture.store.delete(name());
        }
        case "forget" -> fixture.quota.manager().forget(file().id());
        default -> throw new AssertionError(step);
      }
    }

    private UserFile file() {
      return Objects.requireNonNull(file);
    }

    private void commit() throws IOException {
      try {
        file = fixture.commit(Objects.requireNonNull(reservation));
        mustHaveBytes = true;
      } catch (LeaseLostException e) {
        assertThat(story).isEqualTo(Story.LATE);
        fixture.store.delete(name());
      }
    }

    /** The real store; before each call the life may go on. */
    private FileStore store() {
      return between(FileStore.class, fixture.store);
    }

    private <T> T between(Class<T> type, T target) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                if (method.getName().equals("quarantine")) {
                  return between(Quarantine.class, fixture.store.quarantine());
                }
                if (!(type == Quarantine.class && method.getName().equals("list"))) {
                  point();
                }
                try {
                  return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              }));
    }

    private UserFiles files() {
      return new UserFiles() {
        @Override
        public Set<String> knownPaths(Collection<String> paths) {
          if (!paths.isEmpty()) {
            point();
          }
          return fixture.quota.files().knownPaths(paths);
        }
      };
    }

    private Reservations reservations() {
      return new Reservations() {
        @Override
        public Set<String> known(Collection<String> ids) {
          if (!ids.isEmpty()) {
            point();
          }
          return fixture.quota.reservations().known(ids);
        }

        @Override
        public List<String> ended(int max) {
          point();
          return fixture.quota.reservations().ended(max);
        }

        @Override
        public void forget(String id) {
          point();
          fixture.quota.session().inTransaction(() -> fixture.quota.reservations().forget(id));
        }
      };
    }

    @Override
    public String toString() {
      return story + " " + schedule;
    }
  }
}
