package io.tradeguard.web.transfer;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does under watch what servers do at the end of a request out of anybody's reach, with a thread
 * and without an end: Payara writes the rest of an answer there, WildFly reads the rest of a body
 * that was refused.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ExchangeFilter extends HttpFilter {
  /** Clients that read no answer before they have sent everything have this time for it. */
  private static final Duration TO_READ_A_REFUSAL = Duration.ofSeconds(30);

  private static final Duration AFTER_TOO_SLOW = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(ExchangeFilter.class.getName());
  private static final long serialVersionUID = 1L;

  @Inject transient TransferWatch watch;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean api = request.getServletPath().equals("/api");
    Transfer answer = watch.addAnswer(Client.of(request));
    request.setAttribute(Transfer.PROPERTY, answer);
    try {
      chain.doFilter(request, api ? response : new WatchedResponse(response, answer));
      if (!request.isAsyncStarted()) {
        if (api) {
          end(response, answer);
        } else if (response.isCommitted()
            || response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
          flush(response, answer);
        }
        if (hasBody(request)) {
          drain(request, response);
        }
      }
    } catch (IOException | ServletException | RuntimeException e) {
      SlowClientException slow = slowness(e);
      if (slow != null && !response.isCommitted()) {
        // Nothing of the answer has gone, so the client can still be told.
        response.setHeader("Connection", "close");
        response.sendError(HttpServletResponse.SC_REQUEST_TIMEOUT);
      } else if (slow != e || !slow.isNoticedByServer()) {
        throw e;
      }
      // Else the server closes the connection, and would log each of them with its stack.
    } finally {
      watch.remove(answer);
      if (answer.isEnded() && response.isCommitted()) {
        // Else Payara waits once more, for what it has not written yet.
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns what a server may have wrapped; null if the client was not too slow. */
  private static @Nullable SlowClientException slowness(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SlowClientException slow) {
        return slow;
      }
    }
    return null;
  }

  /** Ends the answer: one that is only flushed lacks its last chunk until the body is read. */
  private static void end(HttpServletResponse response, Transfer answer) throws IOException {
    OutputStream out = response.getOutputStream();
    answer.watch(
        () -> {
          out.close();
          return 0;
        });
  }

  private static void flush(HttpServletResponse response, Transfer answer) throws IOException {
    answer.watch(
        () -> {
          response.flushBuffer();
          return 0;
        });
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private void drain(HttpServletRequest request, HttpServletResponse response) {
    // A client that was too slow, or whose body has no end.
    boolean slow =
        response.getStatus() == HttpServletResponse.SC_REQUEST_TIMEOUT
            || "close".equalsIgnoreCase(response.getHeader("Connection"));
    Transfer rest = watch.addBody(Client.of(request), slow ? AFTER_TOO_SLOW : TO_READ_A_REFUSAL);
    try {
      InputStream body = request.getInputStream();
      rest.watch(
          () -> {
            body.close();
            return 0;
          });
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The rest of a body is given up", e);
    } finally {
      watch.remove(rest);
    }
  }
}
