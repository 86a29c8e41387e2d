package io.tradeguard.web;

import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads what an endpoint says about itself. */
public final class Endpoints {
  /** Every request asks several times, and reflection searches each time. */
  private static final Map<Question, Optional<Annotation>> ANSWERS = new ConcurrentHashMap<>();

  private Endpoints() {}

  /** Bounded by the endpoints and annotations that there are. */
  private record Question(Class<?> owner, Method method, Class<? extends Annotation> type) {}

  /**
   * Returns the annotation of the endpoint that a request was matched to: the method's, else its
   * class's. Super-classes count, since a server may show a proxy's class.
   */
  public static <A extends Annotation> Optional<A> annotation(ResourceInfo matched, Class<A> type) {
    @Nullable Class<?> owner = matched.getResourceClass();
    @Nullable Method method = matched.getResourceMethod();
    if (owner == null || method == null) {
      return Optional.empty();
    }
    return ANSWERS
        .computeIfAbsent(
            new Question(owner, method, type),
            asked -> annotation(owner, method, type).map(Annotation.class::cast))
        .map(type::cast);
  }

  /** Returns whether the endpoint that a request was matched to takes a record as its body. */
  public static boolean takesRecord(ResourceInfo matched) {
    @Nullable Method method = matched.getResourceMethod();
    return method != null && Arrays.stream(method.getParameterTypes()).anyMatch(Class::isRecord);
  }

  /** Returns the annotation of a resource method: its own, else its class's. */
  public static <A extends Annotation> Optional<A> annotation(
      Class<?> owner, Method method, Class<A> type) {
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      Optional<A> found = declared(c, method).map(m -> m.getAnnotation(type));
      if (found.isPresent()) {
        return found;
      }
    }
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      A found = c.getAnnotation(type);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Optional<Method> declared(Class<?> owner, Method method) {
    try {
      return Optional.of(owner.getDeclaredMethod(method.getName(), method.getParameterTypes()));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }
}
