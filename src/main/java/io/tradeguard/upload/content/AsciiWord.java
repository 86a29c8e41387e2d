package io.tradeguard.upload.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes in a long, the first in its lowest bits, so that they can be looked at together.
 * Marks are the highest bit of each byte that is meant.
 */
final class AsciiWord {
  static final int BYTES = Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = 0x8080_8080_8080_8080L;
  private static final long BELOW_SPACE = 0x6060_6060_6060_6060L;
  private static final long OTHERS = 0x7F7F_7F7F_7F7F_7F7FL;

  private AsciiWord() {}

  /** Reads the eight bytes from an index on. */
  static long at(byte[] bytes, int index) {
    return (long) LONGS.get(bytes, index);
  }

  static boolean isAscii(long word) {
    return (word & HIGHEST) == 0;
  }

  /** Marks the bytes of an ASCII word that are a character, itself ASCII. */
  static long marks(long word, char character) {
    return ~((word ^ (character * ONES)) + OTHERS) & HIGHEST;
  }

  /** Marks the bytes of an ASCII word that are below the space. */
  static long controls(long word) {
    return ~(word + BELOW_SPACE) & HIGHEST;
  }

  /** Returns the bits of the bytes after the last mark, of which there is one at least. */
  static long afterLast(long marks) {
    int after = Long.numberOfLeadingZeros(marks);
    return after == 0 ? 0 : -1L << (Long.SIZE - after);
  }

  static boolean isLastMarked(long marks) {
    return marks < 0;
  }
}
