package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.FileSizeLimit;
import org.junit.jupiter.api.Test;

/** A disk that takes no more: to the server its files may suddenly not grow. */
@OnBothDatabases
class DiskFullIT extends UploadSuite {
  private static final long LIMIT = 16L << 20;

  @Test
  @Fault(21)
  void aFullDiskIs507AndReleasesTheRoom() throws Exception {
    setQuota(user, 32 << 20);
    Answer before = user.api().upload("before.csv", csv(1000)).expect(201);

    FileSizeLimit full = FileSizeLimit.of(server.handle(), LIMIT);
    try {
      Answer refused = user.api().upload("large.csv", csv((int) LIMIT + 100_000)).expect(507);
      assertThat(refused.detail()).isEqualTo("The file store is full.");
      Eventually.within(SOON, () -> assertThat(usage("reserved_bytes")).isZero());
      assertThat(usage("used_bytes")).isEqualTo(1000);
      assertThat(content(before).expect(200).body()).isEqualTo(csv(1000));
    } finally {
      full.lift();
    }
    user.api().upload("large.csv", csv((int) LIMIT + 100_000)).expect(201);
  }
}
