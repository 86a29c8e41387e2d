package io.tradeguard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class GuardedBodyTest {

  /** A server's stream that breaks once and then returns what belongs to others. */
  private static final class Stale extends InputStream {
    private int reads;

    @Override
    public int read() throws IOException {
      if (++reads == 3) {
        throw new IOException("Connection reset");
      }
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      buffer[offset] = (byte) read();
      return 1;
    }

    @Override
    public int available() {
      return 1000;
    }
  }

  private static GuardedBody of(int bytes, long declared) {
    return new GuardedBody(new ByteArrayInputStream(new byte[bytes]), declared);
  }

  @Test
  void aWholeBodyIsRead() throws IOException {
    assertThat(of(1000, 1000).readAllBytes()).hasSize(1000);
    assertThat(of(1000, -1).readAllBytes()).hasSize(1000);
    assertThat(of(0, 0).readAllBytes()).isEmpty();
  }

  @Test
  void aBodyThatIsShorterThanItSaidFails() {
    try (GuardedBody body = of(999, 1000)) {
      assertThatThrownBy(body::readAllBytes)
          .isInstanceOf(BodyException.class)
          .hasMessageContaining("999 of 1000");
      assertThatThrownBy(body::read).isInstanceOf(BodyException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFailureIsForGood() throws IOException {
    try (GuardedBody body = new GuardedBody(new Stale(), 10)) {
      assertThat(body.read()).isEqualTo('x');
      assertThat(body.read()).isEqualTo('x');
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(body::read).isInstanceOf(BodyException.class);
        assertThatThrownBy(() -> body.read(new byte[10])).isInstanceOf(BodyException.class);
        assertThatThrownBy(() -> body.skip(1)).isInstanceOf(BodyException.class);
      }
      assertThat(body.available()).isZero();
      assertThat(body.markSupported()).isFalse();
    }
  }

  @Test
  void whatIsSkippedCounts() throws IOException {
    try (GuardedBody body = of(10, 10)) {
      assertThat(body.skip(4)).isEqualTo(4);
      assertThat(body.readAllBytes()).hasSize(6);
    }
  }

  @Test
  void nothingIsAskedOfTheServerPastTheDeclaredLength() throws IOException {
    InputStream endless =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (reads++ == 1) {
              throw new AssertionError("This server would block here");
            }
            return length;
          }
        };
    try (GuardedBody body = new GuardedBody(endless, 10)) {
      assertThat(body.readAllBytes()).hasSize(10);
    }
  }
}
