package io.tradeguard.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The connection is a fake: a real one takes megabytes before a client that does not read shows.
 */
class EventStreamTest {
  private final AtomicLong now = new AtomicLong();
  private final Client client = new Client();
  private final EventStream stream =
      new EventStream(new PlainSse(), client, Runnable::run, now::get);

  @Test
  void sendsInOrderAndOneAtATime() {
    offer(3);
    assertThat(client.sent).containsExactly("0");

    client.read();
    client.read();

    assertThat(client.sent).containsExactly("0", "1", "2");
    assertThat(stream.isAlive()).isTrue();
  }

  @Test
  void dropsAClientWhoseQueueIsFull() {
    offer(202);

    assertThat(client.closed).isTrue();
    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.isUnread()).isTrue();
  }

  @Test
  void dropsAClientThatDoesNotTakeAnEventForTenSeconds() {
    offer(1);
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(stream.isAlive()).isTrue();

    now.incrementAndGet();

    assertThat(stream.isAlive()).isFalse();
    assertThat(client.closed).isTrue();
    assertThat(stream.isUnread()).isTrue();
  }

  @Test
  void endsWhenSendingFails() {
    offer(2);

    client.fail();

    assertThat(stream.isAlive()).isFalse();
    assertThat(client.sent).containsExactly("0");
  }

  @Test
  void endsAClientThatHasGone() {
    client.close();

    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.isUnread()).isFalse();
  }

  @Test
  void endsAfterHalfAMegabyteSoThatNobodyFillsTheServersMemory() {
    EventStream.Message half = new EventStream.Message("test", "\u00fc".repeat(128 * 1024));
    stream.offer(half);
    client.read();
    stream.offer(half);
    client.read();
    assertThat(stream.isAlive()).isTrue();

    stream.offer(new EventStream.Message("test", "1"));

    assertThat(stream.isAlive()).isFalse();
    assertThat(stream.isUnread()).isFalse();
  }

  @Test
  void endsAfterAQuarterOfAnHourSoThatTheClientProvesItselfAnew() {
    now.addAndGet(Duration.ofMinutes(15).toNanos() + 1);

    assertThat(stream.isAlive()).isFalse();
  }

  private void offer(int count) {
    for (int i = 0; i < count; i++) {
      stream.offer(new EventStream.Message("test", Integer.toString(i)));
    }
  }

  /** A client that takes an event when told to. */
  private static final class Client implements SseEventSink {
    final List<String> sent = new ArrayList<>();
    boolean closed;
    private CompletableFuture<@Nullable Void> underWay = new CompletableFuture<>();

    void read() {
      underWay.complete(null);
    }

    void fail() {
      underWay.completeExceptionally(new IllegalStateException("gone"));
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      sent.add((String) event.getData());
      underWay = new CompletableFuture<>();
      return underWay;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Builds events that only carry their data. */
  private static final class PlainSse implements Sse {
    @Override
    public OutboundSseEvent.Builder newEventBuilder() {
      return new PlainBuilder();
    }

    @Override
    public SseBroadcaster newBroadcaster() {
      throw new UnsupportedOperationException();
    }
  }

  private static final class PlainBuilder implements OutboundSseEvent.Builder {
    private String name = "";
    private Object data = "";

    @Override
    public OutboundSseEvent.Builder id(String id) {
      return this;
    }

    @Override
    public OutboundSseEvent.Builder name(String eventName) {
      name = eventName;
      return this;
    }

    @Override
    public OutboundSseEvent.Builder reconnectDelay(long milliseconds) {
      return this;
    }

    @Override
    public OutboundSseEvent.Builder mediaType(MediaType mediaType) {
      return this;
    }

    @Override
    public OutboundSseEvent.Builder comment(String comment) {
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface's own signature.
    public OutboundSseEvent.Builder data(Class type, Object value) {
      data = value;
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface's own signature.
    public OutboundSseEvent.Builder data(GenericType type, Object value) {
      data = value;
      return this;
    }

    @Override
    public OutboundSseEvent.Builder data(Object value) {
      data = value;
      return this;
    }

    @Override
    public OutboundSseEvent build() {
      return new PlainEvent(name, data);
    }
  }

  private record PlainEvent(String name, Object data) implements OutboundSseEvent {
    @Override
    public Class<?> getType() {
      return data.getClass();
    }

    @Override
    public Type getGenericType() {
      return data.getClass();
    }

    @Override
    public MediaType getMediaType() {
      return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public Object getData() {
      return data;
    }

    @Override
    public @Nullable String getId() {
      return null;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public @Nullable String getComment() {
      return null;
    }

    @Override
    public long getReconnectDelay() {
      return RECONNECT_NOT_SET;
    }

    @Override
    public boolean isReconnectDelaySet() {
      return false;
    }
  }
}
