package io.tradeguard.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @Test
  void readsTheThreeForms() {
    assertThat(ByteRange.parse("bytes=0-9", 100)).contains(new ByteRange(0, 9));
    assertThat(ByteRange.parse("Bytes=0-9", 100)).contains(new ByteRange(0, 9));
    assertThat(ByteRange.parse("bytes=90-", 100)).contains(new ByteRange(90, 99));
    assertThat(ByteRange.parse("bytes=-10", 100)).contains(new ByteRange(90, 99));
  }

  @Test
  void endsWithTheFile() {
    assertThat(ByteRange.parse("bytes=50-1000", 100)).contains(new ByteRange(50, 99));
    assertThat(ByteRange.parse("bytes=-1000", 100)).contains(new ByteRange(0, 99));
  }

  @Test
  void knowsWhenNothingOfItIsThere() {
    assertThat(ByteRange.parse("bytes=100-", 100)).isPresent();
    assertThat(ByteRange.parse("bytes=100-", 100).orElseThrow().startsWithin(100)).isFalse();
    assertThat(ByteRange.parse("bytes=-0", 100).orElseThrow().startsWithin(100)).isFalse();
    assertThat(ByteRange.parse("bytes=99-", 100).orElseThrow().startsWithin(100)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=5-2",
        "bytes=-",
        "bytes=a-b",
        "bytes=99999999999999999999-"
      })
  void ignoresWhatItCannotServe(String header) {
    assertThat(ByteRange.parse(header, 100)).isEmpty();
  }
}
