package io.tradeguard.testing;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps the CDI events that a class outside the container fires, and may tell one listener. */
public final class FiredEvents<E> implements Event<E> {
  private final List<E> fired = new CopyOnWriteArrayList<>();
  private final Consumer<? super E> listener;

  public FiredEvents() {
    this(event -> {});
  }

  /** Tells a listener of each event, in the thread that fires it. */
  public FiredEvents(Consumer<? super E> listener) {
    this.listener = listener;
  }

  /** Returns what was fired so far, in order. */
  public List<E> all() {
    return List.copyOf(fired);
  }

  @Override
  public void fire(E event) {
    fired.add(event);
    listener.accept(event);
  }

  @Override
  public <U extends E> CompletionStage<U> fireAsync(U event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends E> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Event<E> select(Annotation... qualifiers) {
    return this;
  }

  @Override
  public <U extends E> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends E> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }
}
