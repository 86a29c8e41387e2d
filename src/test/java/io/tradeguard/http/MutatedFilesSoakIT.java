package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Fault;
import io.tradeguard.testing.LiveSet;
import io.tradeguard.testing.TestServer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty thousand damaged files against a server with a small heap. Property {@code
 * tradeguard.test.mutated-uploads} sets how many.
 */
@Tag("soak")
@Order(1)
class MutatedFilesSoakIT {
  private static final int FILES = Integer.getInteger("tradeguard.test.mutated-uploads", 20_000);
  private static final int HEAP_MEGABYTES = 256;
  private static final double MAX_GROWTH_MEGABYTES = 16;

  @Test
  @Fault(82)
  void noneIsAnsweredOtherwiseAndMemoryStaysFlat() {
    try (TestServer server =
        TestServer.builder().optimised().withHeap(HEAP_MEGABYTES).withGenerousLimits().start()) {
      MutatedUploads uploads = new MutatedUploads(server);
      LiveSet live = new LiveSet(server.handle().pid());

      MutatedUploads.Outcome first = uploads.send(0, FILES / 2);
      double before = live.megabytes();
      MutatedUploads.Outcome all = first.plus(uploads.send(FILES / 2, FILES));
      double after = live.megabytes();

      System.out.printf("%s, live heap %.1f, then %.1f MB%n", all, before, after);
      assertThat(all.refused() + all.withoutBars() + all.backtested()).isEqualTo(FILES);
      assertThat(after).isLessThan(before + MAX_GROWTH_MEGABYTES);
      assertThat(server.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
    }
  }
}
