package io.tradeguard.marketdata;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads whole files in a test. */
final class Reading {
  private static final int ALL = 1_000_000;

  private Reading() {}

  static MarketDataReader.Result of(byte[] file, FileForm form) {
    try {
      return new MarketDataReader(ALL).read(new ByteArrayInputStream(file), form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MarketData csv(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8), FileForm.CSV).found();
  }

  static MarketData json(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8), FileForm.JSON).found();
  }

  /** Returns why a file cannot be used. */
  static Unusable refusal(String csv) {
    return problem(csv(csv));
  }

  /** Returns why what was found is no series of bars. */
  static Unusable problem(MarketData found) {
    Unusable problem = found.problem();
    if (problem == null) {
      throw new AssertionError("The file was taken: " + found);
    }
    return problem;
  }
}
