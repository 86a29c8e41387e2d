package io.tradeguard.upload.content;

import io.tradeguard.marketdata.text.ForeignEncoding;
import io.tradeguard.marketdata.text.TextEncoding;
import java.util.Optional;

/**
 * What a file that should be UTF-8 seems to be instead.
 *
 * @param name empty where there is no telling
 */
record WrongEncoding(Optional<String> name) {
  static final WrongEncoding UNKNOWN = new WrongEncoding(Optional.empty());

  /** Guesses by the first bytes of a file that was not proven to be in any encoding we read. */
  static WrongEncoding of(byte[] sample) {
    boolean zeros = false;
    for (byte b : sample) {
      zeros |= b == 0;
    }
    return zeros || !TextEncoding.UTF_8.decodes(sample)
        ? new WrongEncoding(ForeignEncoding.of(sample))
        : UNKNOWN;
  }

  /** Returns the end of a sentence that says what is wrong. */
  String hint() {
    return name.map(found -> "; the file seems to be in " + found + ". Save it as UTF-8.")
        .orElse(". Save the file as UTF-8.");
  }
}
