package io.tradeguard.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list; pages count from 1. */
public record Page<T>(List<T> items, long total, int page, int size) {
  public static final int MAX_SIZE = 200;

  public Page {
    items = List.copyOf(items);
  }

  /** What a client asked for. */
  public record Request(int page, int size) {
    /**
     * Checks a page request.
     *
     * @throws ProblemException 400 naming the parameter that is out of range
     */
    public Request {
      if (page < 1 || page > 1_000_000) {
        throw ProblemException.badRequest("Parameter 'page' must be 1 to 1000000.");
      }
      if (size < 1 || size > MAX_SIZE) {
        throw ProblemException.badRequest("Parameter 'size' must be 1 to " + MAX_SIZE + ".");
      }
    }

    /** Reads the parameters as sent, null where absent; a non-number is 400, not 404. */
    public static Request of(@Nullable String page, @Nullable String size) {
      return new Request(number("page", page, 1), number("size", size, 50));
    }

    private static int number(String name, @Nullable String text, int defaultValue) {
      if (text == null) {
        return defaultValue;
      }
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw ProblemException.badRequest("Parameter '" + name + "' must be a whole number.");
      }
    }

    /** Returns how many items come before this page. */
    public int offset() {
      return (page - 1) * size;
    }
  }
}
