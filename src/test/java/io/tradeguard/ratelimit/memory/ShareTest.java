package io.tradeguard.ratelimit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ShareTest {
  /** Neither is anything given twice, nor is anything left over. */
  @Property
  void theSharesOfAllNodesAreTheWhole(
      @ForAll @IntRange(min = 1, max = 50) int nodes,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long amount) {
    long sum = 0;
    for (int rank = 0; rank < nodes; rank++) {
      long share = new Share(nodes, rank).of(amount);
      assertThat(share).isBetween(amount / nodes, amount / nodes + 1);
      sum += share;
    }
    assertThat(sum).isEqualTo(amount);
  }

  @Property
  void ofLessThanNothingThereIsNothing(@ForAll @LongRange(min = -1_000, max = 0) long amount) {
    assertThat(new Share(3, 0).of(amount)).isZero();
  }
}
