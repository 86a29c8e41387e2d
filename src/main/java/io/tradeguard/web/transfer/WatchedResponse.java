package io.tradeguard.web.transfer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** The answer to a request for a file of the console, written under watch. */
final class WatchedResponse extends HttpServletResponseWrapper {
  private final Transfer transfer;

  WatchedResponse(HttpServletResponse response, Transfer transfer) {
    super(response);
    this.transfer = transfer;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return new Output(super.getOutputStream(), transfer);
  }

  private static final class Output extends ServletOutputStream {
    private final ServletOutputStream out;
    private final WatchedOutput watched;

    Output(ServletOutputStream out, Transfer transfer) {
      this.out = out;
      this.watched = new WatchedOutput(out, transfer);
    }

    @Override
    public void write(int one) throws IOException {
      watched.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      watched.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      watched.flush();
    }

    @Override
    public void close() throws IOException {
      watched.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
