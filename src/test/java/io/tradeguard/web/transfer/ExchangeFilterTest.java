package io.tradeguard.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of an exchange whose client is given up. Only by chance does a server find itself
 * there before a byte of the answer has gone, so request and response are made up.
 */
@SuppressWarnings("UnnecessaryAssignment") // Injection is the container's work, done here.
class ExchangeFilterTest {
  private final Transfer answer =
      new Transfer(
          new Client("test", false), new Pace(1, 3600, System::nanoTime), false, System::nanoTime);
  private final ExchangeFilter filter = new ExchangeFilter();
  private final List<String> calls = new ArrayList<>();

  ExchangeFilterTest() {
    filter.watch =
        new TransferWatch() {
          @Override
          Transfer addAnswer(Client client) {
            return answer;
          }
        };
  }

  /** The filter interrupts a thread whose server is not to wait once more. */
  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private static SlowClientException tooSlow(boolean noticed) {
    return new SlowClientException("Too many slow clients are waited for", noticed);
  }

  private <T> T madeUp(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (answers.containsKey(method.getName())) {
                return answers.get(method.getName());
              }
              calls.add(method.getName() + List.of(arguments == null ? new Object[0] : arguments));
              return null;
            }));
  }

  private void exchange(boolean committed, FilterChain chain) throws Exception {
    HttpServletRequest request =
        madeUp(
            HttpServletRequest.class,
            Map.of(
                "getServletPath", "/api", "getRemoteAddr", "192.0.2.1", "isAsyncStarted", false));
    HttpServletResponse response =
        madeUp(HttpServletResponse.class, Map.of("isCommitted", committed));
    filter.doFilter(request, response, chain);
  }

  @Test
  void aClientOfWhoseAnswerNothingHasGoneIsToldWhateverTheServerMadeOfIt() throws Exception {
    exchange(
        false,
        (request, response) -> {
          answer.end("Too many slow clients are waited for");
          throw new IllegalStateException("unhandled", new IOException(tooSlow(false)));
        });

    assertThat(calls).contains("setHeader[Connection, close]", "sendError[408]");
    assertThat(Thread.interrupted()).as("the server may still write").isFalse();
  }

  @Test
  void anAnswerThatHasBegunIsBrokenOff() {
    assertThatThrownBy(
            () ->
                exchange(
                    true,
                    (request, response) -> {
                      answer.end("Too many slow clients are waited for");
                      throw tooSlow(false);
                    }))
        .isInstanceOf(SlowClientException.class);

    assertThat(calls).noneMatch(call -> call.startsWith("sendError"));
    assertThat(Thread.interrupted()).as("the server must not wait once more").isTrue();
  }

  @Test
  void whatTheServerClosesByItselfIsNotThrown() throws Exception {
    exchange(
        true,
        (request, response) -> {
          throw tooSlow(true);
        });

    assertThat(calls).noneMatch(call -> call.startsWith("sendError"));
  }

  @Test
  void anyOtherFailureIsTheServers() {
    assertThatThrownBy(
            () ->
                exchange(
                    false,
                    (request, response) -> {
                      throw new IllegalStateException("another");
                    }))
        .hasMessage("another");

    assertThat(calls).noneMatch(call -> call.startsWith("sendError"));
  }
}
