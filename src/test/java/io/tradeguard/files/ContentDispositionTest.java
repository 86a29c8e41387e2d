package io.tradeguard.files;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContentDispositionTest {
  @Test
  void namesThePlainAndTheExactName() {
    assertThat(ContentDisposition.attachment("a b.csv"))
        .isEqualTo("attachment; filename=\"a b.csv\"; filename*=UTF-8''a%20b.csv");
    assertThat(ContentDisposition.attachment("€\".csv"))
        .isEqualTo("attachment; filename=\"__.csv\"; filename*=UTF-8''%e2%82%ac%22.csv");
  }

  @Property
  void neverLeavesTheHeader(@ForAll String name) {
    String header = ContentDisposition.attachment(name);

    assertThat(header).matches("attachment; filename=\"[^\"\\\\]*\"; filename\\*=UTF-8''[^\"; ]*");
    assertThat(header.chars()).allMatch(c -> c >= 0x20 && c < 0x7F);
  }
}
