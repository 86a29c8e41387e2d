package io.tradeguard.quota;

/** How far counters were from the rows they count, each difference counted positive. */
record Drift(long bytes, long files) {
  static final Drift NONE = new Drift(0, 0);

  Drift plus(Drift other) {
    return new Drift(bytes + other.bytes, files + other.files);
  }
}
