package io.tradeguard.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One bare connection to a server, for requests that a proper client cannot send: bodies that stop,
 * lengths that lie, senders that crawl or vanish.
 */
public final class RawHttp implements Closeable {
  private static final int READ_TIMEOUT_MILLIS = 60_000;
  private static final int AMPLE_ROOM = 65_536;

  private final URI base;
  private final Socket socket;
  private final InputStream in;

  private RawHttp(URI base, Socket socket) throws IOException {
    this.base = base;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to the server at the given context root. */
  public static RawHttp open(URI base) throws IOException {
    return open(base, new Socket());
  }

  /** Connects with room for no more than so many bytes that are sent and not read. */
  public static RawHttp openWithRoom(URI base, int bytes) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(bytes);
    return open(base, socket);
  }

  /** Connects as a client of another address of this machine's, such as 127.0.0.5. */
  public static RawHttp openFrom(String address, URI base) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    return open(base, socket);
  }

  private static RawHttp open(URI base, Socket socket) throws IOException {
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 10_000);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    return new RawHttp(base, socket);
  }

  /** Sends a request line and headers, each line without its end; the Host header is added. */
  public RawHttp head(String method, String path, String... headerLines) throws IOException {
    String query = base.resolve(path).getRawQuery();
    String suffix = query == null ? "" : "?" + query;
    return request(method, base.resolve(path).getRawPath() + suffix, headerLines);
  }

  /** Sends a request line with its path as it is, and headers, with or without a body to come. */
  public RawHttp request(String method, String path, String... headerLines) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ");
    head.append(base.getAuthority()).append("\r\n");
    for (String line : headerLines) {
      head.append(line).append("\r\n");
    }
    return send(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes as they are. */
  public RawHttp send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends one chunk of a chunked body; an empty one ends it. */
  public RawHttp chunk(byte[] bytes) throws IOException {
    send((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    send(bytes);
    return send(new byte[] {'\r', '\n'});
  }

  /** Ends the sending side; the answer can still be read. */
  public RawHttp finish() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Cuts the connection with a TCP reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits until the answer begins, and leaves it unread. */
  public RawHttp awaitFirstByte() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      throw new EOFException("The server closed the connection");
    }
    in.reset();
    return this;
  }

  /**
   * Reads until the server has ended the connection, in whatever way.
   *
   * @throws SocketTimeoutException if it is silent for a minute instead
   */
  public void awaitEnd() throws IOException {
    socket.setReceiveBufferSize(AMPLE_ROOM);
    byte[] unread = new byte[AMPLE_ROOM];
    try {
      while (in.read(unread) >= 0) {
        // What was sent before the end does not matter.
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A reset ends it too.
    }
  }

  /** Reads one answer; that to a HEAD has no body, whatever length it names. */
  public Answer answerTo(String method) throws IOException {
    return answer(method.equals("HEAD"));
  }

  /**
   * Reads one answer.
   *
   * @throws IOException if the server closed the connection without one, or took over a minute
   */
  public Answer answer() throws IOException {
    return answer(false);
  }

  private Answer answer(boolean bodiless) throws IOException {
    String[] statusLine = line().split(" ", 3);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon).trim(), name -> new ArrayList<>())
          .add(line.substring(colon + 1).trim());
    }
    int status = Integer.parseInt(statusLine[1]);
    if (status == 100) {
      return answer(bodiless);
    }
    return new Answer(status, headers, bodiless ? new byte[0] : body(headers));
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("Content-Length")) {
      return in.readNBytes(Integer.parseInt(headers.get("Content-Length").get(0)));
    }
    String encoding = String.join(",", headers.getOrDefault("Transfer-Encoding", List.of()));
    if (!encoding.toLowerCase(Locale.ROOT).contains("chunked")) {
      return headers.containsKey("Connection") ? in.readAllBytes() : new byte[0];
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].trim(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed the connection after: " + line);
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
