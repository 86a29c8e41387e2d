package io.tradeguard.bench.server;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What P9 is measured against: copies a body to the disk, syncs it, and does nothing else. */
@WebServlet("/copy")
public class BodyCopy extends HttpServlet {
  /** The file's name in the server's temporary folder. */
  static final String FILE = "body-copy";

  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 64 * 1024;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), FILE);
    byte[] buffer = new byte[BUFFER];
    try (InputStream body = request.getInputStream();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(true);
    }
    response.setStatus(HttpServletResponse.SC_CREATED);
    response.setContentLength(0);
  }
}
