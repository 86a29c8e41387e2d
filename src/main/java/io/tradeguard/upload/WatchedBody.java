package io.tradeguard.upload;

import io.tradeguard.settings.Settings;
import io.tradeguard.web.BulkStream;
import io.tradeguard.web.transfer.Pace;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body whose reader can be ended from outside, even while it is blocked. The interrupt
 * reaches the reader inside a read only: both sides hold the lock when they mark its bounds, and
 * what is left of it is cleared when the read is over.
 */
final class WatchedBody extends BulkStream {
  private static final System.Logger LOG = System.getLogger(WatchedBody.class.getName());

  private final Pace pace;
  private @Nullable Thread reader;
  private @Nullable IOException end;

  WatchedBody(InputStream body, Pace pace) {
    super(body);
    this.pace = pace;
  }

  /** Watches a body by the pace that the settings ask for. */
  static WatchedBody of(InputStream body, Settings.Upload upload) {
    return new WatchedBody(
        body, new Pace(upload.minimumRate(), upload.graceSeconds(), System::nanoTime));
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    begin();
    int count = 0;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      throwEnd();
      throw e;
    } finally {
      finish(Math.max(0, count));
    }
    if (pace.isTooSlow()) {
      end(new SlowBodyException());
    }
    throwEnd();
    return count;
  }

  private synchronized void begin() throws IOException {
    throwEnd();
    reader = Thread.currentThread();
    pace.startWaiting();
  }

  private synchronized void finish(int count) {
    pace.arrived(count);
    reader = null;
    if (end != null) {
      boolean cleared = Thread.interrupted();
      LOG.log(System.Logger.Level.DEBUG, "The read was ended, interrupted: {0}", cleared);
    }
  }

  private synchronized void throwEnd() throws IOException {
    if (end != null) {
      throw end;
    }
  }

  /** Ends a reader whose client is too slow. */
  void endIfSlow() {
    if (pace.isTooSlow()) {
      end(new SlowBodyException());
    }
  }

  /** Makes this and every later read fail. */
  synchronized void end(IOException reason) {
    if (end == null) {
      end = reason;
      if (reader != null) {
        reader.interrupt();
      }
    }
  }
}
