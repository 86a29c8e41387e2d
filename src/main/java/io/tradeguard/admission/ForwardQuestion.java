package io.tradeguard.admission;

import io.tradeguard.web.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy's configuration asks about the requests that it forwards. It is read strictly: a
 * parameter that is misspelt would else leave a door open.
 *
 * @param cost how many requests one counts for, 1 to {@value #MAX_COST}
 * @param authRequired whether somebody must stand behind the request
 * @param refusesBy403 whether the proxy understands no other refusal than 401 and 403
 */
record ForwardQuestion(String category, int cost, boolean authRequired, boolean refusesBy403) {
  /** Far above any sensible cost, far below where sums of costs would overflow. */
  static final int MAX_COST = 1_000_000;

  private static final String PROPERTY = ForwardQuestion.class.getName();
  private static final String CATEGORY = "category";
  private static final String COST = "cost";
  private static final String AUTH = "auth";
  private static final String REFUSAL = "refusal";
  private static final Pattern FORWARDED = Pattern.compile("(^|&)forwarded=");
  private static final Set<String> KNOWN = Set.of(CATEGORY, COST, AUTH, REFUSAL);

  /**
   * Reads a query up to {@code forwarded=}: what follows is the client's own path and query, which
   * Envoy appends, and says nothing about the question.
   *
   * @param query as it was sent; null if there is none
   * @throws ProblemException 400 naming the parameter that is unknown, repeated, missing or wrong
   */
  static ForwardQuestion of(@Nullable String query) {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    for (String pair :
        FORWARDED.split(Objects.requireNonNullElse(query, ""), 2)[0].split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (!pair.isEmpty()) {
        parameters.add(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
      }
    }
    return of(parameters);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("The query has a '%' without two hexadecimal digits.");
    }
  }

  /**
   * Reads the parameters.
   *
   * @throws ProblemException 400 naming the parameter that is unknown, repeated, missing or wrong
   */
  private static ForwardQuestion of(MultivaluedMap<String, String> query) {
    query.forEach(
        (name, values) -> {
          if (!KNOWN.contains(name)) {
            throw ProblemException.badRequest(
                "Parameter '"
                    + shortened(name)
                    + "' is not known; there are category, cost, auth,"
                    + " refusal and, at the end, forwarded.");
          }
          if (values.size() > 1) {
            throw ProblemException.badRequest("Parameter '" + name + "' must not be repeated.");
          }
        });
    String category = query.getFirst(CATEGORY);
    if (category == null || category.isEmpty()) {
      throw ProblemException.badRequest("Parameter 'category' must name a rate limit.");
    }
    return new ForwardQuestion(
        category,
        cost(query.getFirst(COST)),
        chosen(AUTH, query.getFirst(AUTH), "optional", "required"),
        chosen(REFUSAL, query.getFirst(REFUSAL), "429", "403"));
  }

  /** Returns the question of a request that was counted; null if it was refused before. */
  static @Nullable ForwardQuestion of(ContainerRequestContext request) {
    return (ForwardQuestion) request.getProperty(PROPERTY);
  }

  void keepIn(ContainerRequestContext request) {
    request.setProperty(PROPERTY, this);
  }

  private static int cost(@Nullable String text) {
    if (text == null) {
      return 1;
    }
    try {
      int cost = Integer.parseInt(text);
      if (cost >= 1 && cost <= MAX_COST) {
        return cost;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw ProblemException.badRequest(
        "Parameter 'cost' must be a whole number of 1 to " + MAX_COST + ".");
  }

  /** Returns whether a parameter has the other of its two values than the usual one. */
  private static boolean chosen(String name, @Nullable String text, String usual, String other) {
    String value = Objects.requireNonNullElse(text, usual);
    if (!List.of(usual, other).contains(value)) {
      throw ProblemException.badRequest(
          "Parameter '" + name + "' must be '" + usual + "' or '" + other + "'.");
    }
    return value.equals(other);
  }

  private static String shortened(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }
}
