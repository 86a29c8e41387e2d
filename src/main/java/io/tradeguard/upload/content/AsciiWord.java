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

  /** Returns the bits up to and with the first mark, of which there is one. */
  static long upToFirst(long marks) {
    return marks ^ (marks - 1);
  }

  /** Returns how many bytes stand before the first mark. */
  static int bytesBeforeFirst(long marks) {
    return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
  }

  static boolean isLastMarked(long marks) {
    return marks < 0;
  }
}
