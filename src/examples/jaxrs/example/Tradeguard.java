package example;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Asks Tradeguard whether a request may go on, before a resource method that is {@link Limited}
 * sees it. Take this one file along: it needs Jakarta EE 10 and nothing else. README.md beside it
 * says how it behaves and what it promises.
 */
public final class Tradeguard {
  private static final Logger LOG = Logger.getLogger(Tradeguard.class.getName());
  private static final int MAX_CHECKS = 100;
  private static final int MAX_COST = 1_000_000;
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_SUBJECTS = 10_000;
  private static final int TRIED_FOR_EVICTION = 8;

  /** A longer refusal is asked about again, since admins can lift it. */
  private static final double MAX_REMEMBERED_SECONDS = 60;

  private static final double FIRST_PAUSE_SECONDS = 0.5;
  private static final double LONGEST_PAUSE_SECONDS = 5;

  /** To ask whether Tradeguard is back. */
  private static final Subject NOBODY = new Subject("ip", "0.0.0.0");

  private Tradeguard() {}

  /** Marks what is counted. */
  @NameBinding
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  public @interface Limited {
    /** The rate limit. */
    String category() default "default";

    /** How many requests one counts for. */
    int cost() default 1;
  }

  /**
   * Whose requests are counted together.
   *
   * @param type {@code user} (the id is Tradeguard's own number), {@code ip}, or any {@code
   *     [a-z][a-z0-9_]{0,31}}
   * @param id any text; what Tradeguard would not take (unprintable, over 255 characters) is sent
   *     as its digest, so that no client can spoil a call that asks for others too
   */
  public record Subject(String type, String id) {
    public Subject {
      if (!type.matches("[a-z][a-z0-9_]{0,31}")
          || (type.equals("user") && !id.matches("0|[1-9][0-9]{0,17}"))) {
        throw new IllegalArgumentException("Tradeguard takes no " + type + " '" + id + "'");
      }
      if (type.equals("ip")) {
        id = counted(id);
      } else if (!id.matches("[\\P{C}&&[\\P{Z} ]]{1,255}")) {
        id = digest(id);
      }
    }

    /** Returns an address as limits count it: IPv6 by its /64; unknown ones together. */
    private static String counted(String text) {
      if (!text.matches("[0-9a-fA-F:.]+(%.*)?")) {
        return "0.0.0.0";
      }
      try {
        byte[] address = InetAddress.getByName(text.replaceFirst("%.*", "")).getAddress();
        if (address.length > 4) {
          Arrays.fill(address, 8, 16, (byte) 0);
        }
        return InetAddress.getByAddress(address).getHostAddress();
      } catch (UnknownHostException e) {
        return "0.0.0.0";
      }
    }

    private static String digest(String text) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Says whose request it is, if a bean of yours implements it; else it is the security context's
   * principal, as type {@code account}.
   */
  @FunctionalInterface
  public interface Subjects {
    /** Returns none for a stranger, who is counted by address as {@code anonymous}. */
    Optional<Subject> of(ContainerRequestContext request);
  }

  /** Asks before the resource method, and adds the RateLimit fields to its answer. */
  @Provider
  @Limited
  @Priority(Priorities.AUTHENTICATION + 500)
  public static class Filter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String DECISION = Decision.class.getName();

    @Context ResourceInfo resource;
    @Context HttpServletRequest servlet;
    @Inject Guard guard;
    @Inject Instance<Subjects> subjects;

    @Override
    public void filter(ContainerRequestContext request) {
      Limited limited = resource.getResourceMethod().getAnnotation(Limited.class);
      if (limited == null) {
        limited = resource.getResourceClass().getAnnotation(Limited.class);
      }
      Optional<Subject> subject =
          subjects.isUnsatisfied() ? principal(request) : subjects.get().of(request);
      String category = subject.isPresent() ? limited.category() : "anonymous";
      Decision decision =
          guard
              .category(category)
              .decide(
                  subject.orElseGet(() -> new Subject("ip", servlet.getRemoteAddr())),
                  limited.cost());
      request.setProperty(DECISION, decision);
      if (!decision.allowed()) {
        request.abortWith(decision.refusal());
      }
    }

    private static Optional<Subject> principal(ContainerRequestContext request) {
      Principal principal = request.getSecurityContext().getUserPrincipal();
      return Optional.ofNullable(principal).map(known -> new Subject("account", known.getName()));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      if (request.getProperty(DECISION) instanceof Decision decision) {
        decision.fields().forEach(response.getHeaders()::putSingle);
      }
    }
  }

  /**
   * The file that environment variable {@code GUARD_SETTINGS} names, read before each call, so that
   * another key needs no restart: {@code url}, {@code key}, {@code timeout.ms} (250), {@code
   * processes} (1), and {@code fallback.backtest=5/60} for each category.
   */
  private record Settings(Properties properties) {
    static Settings read() {
      Properties properties = new Properties();
      String file = System.getenv().getOrDefault("GUARD_SETTINGS", "guard.properties");
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        LOG.log(Level.FINE, "No settings of the guard", e);
      }
      return new Settings(properties);
    }

    HttpRequest request(JsonArrayBuilder checks) {
      JsonObject body = Json.createObjectBuilder().add("checks", checks).build();
      return HttpRequest.newBuilder(
              URI.create(properties.getProperty("url", "")).resolve("api/admissions"))
          .header("Authorization", "Bearer " + properties.getProperty("key", ""))
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(body.toString()))
          .build();
    }

    long timeoutMillis() {
      return Math.max(1, number("timeout.ms", 250));
    }

    int processes() {
      return Math.max(1, number("processes", 1));
    }

    private int number(String name, int otherwise) {
      String text = properties.getProperty(name, "");
      return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    Policy fallback(String category) {
      String text = properties.getProperty("fallback." + category, "");
      String[] parts = (text.matches("[0-9]{1,9}/[1-9][0-9]{0,7}") ? text : "60/60").split("/");
      int limit = Integer.parseInt(parts[0]);
      return new Policy(category, limit, Integer.parseInt(parts[1]), limit, 1);
    }
  }

  /** The connections to Tradeguard, and what is known of each category. */
  @ApplicationScoped
  public static class Guard {
    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    ManagedScheduledExecutorService executor;

    private final Map<String, Category> categories = new ConcurrentHashMap<>();
    private volatile Settings settings;
    private HttpClient client;

    @PostConstruct
    void open() {
      settings = Settings.read();
      client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    Category category(String name) {
      return categories.computeIfAbsent(name, added -> new Category(this, added));
    }

    /** Makes one call; the future fails after the time-out, or with {@link Unanswered}. */
    private CompletableFuture<JsonArray> ask(JsonArrayBuilder checks) {
      settings = Settings.read();
      try {
        CompletableFuture<HttpResponse<String>> call =
            client.sendAsync(settings.request(checks), BodyHandlers.ofString());
        return call.thenApply(Guard::decisions)
            .orTimeout(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((answers, failure) -> call.cancel(true));
      } catch (IllegalArgumentException e) {
        return CompletableFuture.failedFuture(new Unanswered("The guard has no url and key", 0));
      }
    }

    private static JsonArray decisions(HttpResponse<String> answer) {
      if (answer.statusCode() != 200) {
        String wait = answer.headers().firstValue("Retry-After").orElse("");
        throw new Unanswered(
            answer.statusCode() + " " + answer.body(),
            wait.matches("[0-9]{1,3}") ? Math.min(60, Integer.parseInt(wait)) : 0);
      }
      try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
        return reader.readObject().getJsonArray("decisions");
      }
    }
  }

  /** Why Tradeguard did not decide, and for how many seconds it wants to be left alone. */
  private static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int pauseSeconds;

    Unanswered(String reason, int pauseSeconds) {
      super(reason);
      this.pauseSeconds = pauseSeconds;
    }
  }

  /** One window of a limit: its quota and seconds, what remains and seconds until it resets. */
  private record Policy(String name, int q, int w, int r, int t) {
    static Policy of(JsonObject json) {
      return new Policy(
          json.getString("name"),
          json.getInt("q"),
          json.getInt("w"),
          json.getInt("r"),
          json.getInt("t"));
    }
  }

  /** The answer to one request. */
  private record Decision(
      boolean allowed, String category, int cost, int retryAfter, List<Policy> policies) {

    Map<String, Object> fields() {
      if (policies.isEmpty()) {
        return Map.of();
      }
      return Map.of(
          "RateLimit-Policy",
          policies.stream()
              .map(policy -> "\"%s\";q=%d;w=%d".formatted(policy.name, policy.q, policy.w))
              .collect(Collectors.joining(", ")),
          "RateLimit",
          policies.stream()
              .map(policy -> "\"%s\";r=%d;t=%d".formatted(policy.name, policy.r, policy.t))
              .collect(Collectors.joining(", ")));
    }

    Response refusal() {
      List<Policy> violated = policies.stream().filter(policy -> policy.r < cost).toList();
      JsonObjectBuilder problem = Json.createObjectBuilder();
      int status;
      if (violated.isEmpty()) { // Tradeguard cannot ask its Redis, and the category is closed then.
        status = 503;
        problem.add("title", "Service Unavailable").add("status", status);
        problem.add("detail", "Rate limits cannot be checked at the moment. Try again shortly.");
      } else {
        Policy tightest =
            violated.stream()
                .min(
                    Comparator.comparingInt(Policy::r)
                        .thenComparing(Comparator.comparingInt(Policy::t).reversed()))
                .orElseThrow();
        status = 429;
        problem
            .add("type", "https://iana.org/assignments/http-problem-types#quota-exceeded")
            .add("title", "Too Many Requests")
            .add("status", status)
            .add("detail", "Rate limit exceeded. Retry in " + retryAfter + " seconds.")
            .add("category", category)
            .add("limit", tightest.q)
            .add("period", tightest.w)
            .add(
                "violated-policies",
                Json.createArrayBuilder(violated.stream().map(Policy::name).toList()));
      }
      return Response.status(status)
          .header("Retry-After", retryAfter)
          .header("Cache-Control", "no-store")
          .type("application/problem+json")
          .entity(problem.build().toString())
          .build();
    }
  }

  /** A request that waits for its answer, which is null where Tradeguard gives none. */
  private static final class Question {
    final Subject subject;
    final int cost;
    final CompletableFuture<Decision> answer = new CompletableFuture<>();
    boolean sent;
    boolean givenUp;
    boolean admitted;

    Question(Subject subject, int cost) {
      this.subject = subject;
      this.cost = cost;
    }
  }

  /** What is owed to Tradeguard for one subject. */
  private record Debt(Subject subject, int cost) {}

  /**
   * Asks about one category, so that a mistake in one spoils no other. One call is out at a time,
   * and what is asked meanwhile goes into the next.
   */
  private static final class Category {
    private final Guard guard;
    private final LocalLimits limits;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean away;
    private double pause = FIRST_PAUSE_SECONDS;

    Category(Guard guard, String name) {
      this.guard = guard;
      this.limits = new LocalLimits(name, guard.settings.fallback(name));
    }

    Decision decide(Subject subject, int cost) {
      Question question = new Question(subject, cost);
      boolean first;
      synchronized (this) {
        Optional<Decision> known = limits.remembered(subject, cost, now());
        if (known.isPresent()) {
          return known.get();
        }
        if (away || waiting.size() >= MAX_WAITING) {
          return decideAlone(question);
        }
        waiting.add(question);
        first = !busy;
        busy = true;
      }
      if (first) {
        send();
      }
      try {
        Decision answer =
            question.answer.get(guard.settings.timeoutMillis(), TimeUnit.MILLISECONDS);
        if (answer != null) {
          return answer;
        }
      } catch (TimeoutException | ExecutionException e) {
        question.answer.cancel(false);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        return decideAlone(question);
      }
    }

    /** Decides by this process's share; what is admitted is owed, but where a call may count it. */
    private Decision decideAlone(Question question) {
      question.givenUp = true;
      Decision decision =
          limits.decide(question.subject, question.cost, guard.settings.processes(), now());
      if (decision.allowed()) {
        question.admitted = question.sent;
        if (!question.sent) {
          limits.owe(question.subject, question.cost);
        }
      }
      return decision;
    }

    /** Makes the next call, until nobody waits, nothing is owed, and Tradeguard is there. */
    private void send() {
      List<Question> questions = new ArrayList<>();
      List<Debt> debts;
      JsonArrayBuilder checks = Json.createArrayBuilder();
      synchronized (this) {
        while (!away && !waiting.isEmpty() && questions.size() < MAX_CHECKS / 2) {
          Question question = waiting.remove();
          if (!question.givenUp) {
            question.sent = true;
            questions.add(question);
          }
        }
        List<Subject> subjects = questions.stream().map(question -> question.subject).toList();
        // Before the questions, so that each answer holds what is owed.
        debts = limits.debts(subjects, MAX_CHECKS - questions.size(), now());
        debts.forEach(debt -> checks.add(check(debt.subject, debt.cost, "record")));
        questions.forEach(asked -> checks.add(check(asked.subject, asked.cost, "consume")));
        if (questions.isEmpty() && debts.isEmpty()) {
          if (!away) {
            busy = false;
            return;
          }
          checks.add(check(NOBODY, 1, "check"));
        }
      }
      guard
          .ask(checks)
          .whenComplete((answers, failure) -> settle(questions, debts, answers, failure));
    }

    private JsonObject check(Subject subject, int cost, String mode) {
      return Json.createObjectBuilder()
          .add(
              "subject", Json.createObjectBuilder().add("type", subject.type).add("id", subject.id))
          .add("category", limits.category)
          .add("cost", cost)
          .add("mode", mode)
          .build();
    }

    private void settle(
        List<Question> questions, List<Debt> debts, JsonArray answers, Throwable failure) {
      Throwable problem = failure;
      if (problem == null) {
        try {
          learn(questions, answers.subList(debts.size(), answers.size()));
        } catch (RuntimeException e) {
          problem = e;
        }
      }
      double wait = problem == null ? back() : lost(questions, debts, problem);
      if (wait == 0) {
        send();
      } else {
        long millis = (long) (wait * ThreadLocalRandom.current().nextDouble(1000, 1100));
        guard.executor.schedule(this::send, millis, TimeUnit.MILLISECONDS);
      }
    }

    private synchronized void learn(List<Question> questions, List<?> answers) {
      for (int i = 0; i < questions.size(); i++) {
        Question asked = questions.get(i);
        JsonObject verdict = (JsonObject) answers.get(i);
        asked.answer.complete(
            limits.learn(asked.subject, asked.cost, verdict, guard.settings.processes(), now()));
      }
    }

    private synchronized double back() {
      pause = FIRST_PAUSE_SECONDS;
      if (away) {
        away = false;
        LOG.log(Level.WARNING, "Tradeguard answers again for ''{0}''", limits.category);
      }
      return 0;
    }

    /** Lets all that wait decide alone; returns the seconds until Tradeguard is asked again. */
    private synchronized double lost(
        List<Question> questions, List<Debt> debts, Throwable failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      debts.forEach(debt -> limits.owe(debt.subject, debt.cost));
      for (Question question : questions) {
        if (question.admitted) {
          limits.owe(question.subject, question.cost);
        }
        question.sent = false;
        question.answer.complete(null);
      }
      waiting.forEach(question -> question.answer.complete(null));
      waiting.clear();
      if (!away) {
        away = true;
        LOG.log(
            Level.WARNING,
            "No answer of Tradeguard for ''{0}'', this process limits by itself: {1}",
            new Object[] {limits.category, cause});
      }
      int asked = 0;
      if (cause instanceof Unanswered unanswered) {
        asked = unanswered.pauseSeconds;
      }
      double wait = Math.max(pause, asked);
      pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
      return wait;
    }

    private static double now() {
      return System.nanoTime() / 1e9;
    }
  }

  /** A window as this process knows it, and what it may still admit of it by itself. */
  private static final class Window {
    final Policy policy;
    int remaining;
    int budget;
    double ends;

    Window(Policy policy, int remaining, int budget, double ends) {
      this.policy = policy;
      this.remaining = remaining;
      this.budget = budget;
      this.ends = ends;
    }

    Policy at(double now) {
      int reset = (int) Math.max(1, Math.ceil(ends - now));
      return new Policy(policy.name, policy.q, policy.w, remaining, reset);
    }
  }

  /** What is known of one subject. */
  private static final class State {
    List<Window> windows = List.of();
    double refusedUntil = Double.NEGATIVE_INFINITY;
    int refusedCost;

    double ends() {
      return windows.stream()
          .mapToDouble(window -> window.ends)
          .max()
          .orElse(Double.NEGATIVE_INFINITY);
    }

    /** Whether forgetting it would free somebody who is limited. */
    boolean limits(double now) {
      return refusedUntil > now
          || windows.stream().anyMatch(window -> window.ends > now && window.budget == 0);
    }
  }

  /** The memory of a category: refusals, and limits while Tradeguard is away. Times in seconds. */
  private static final class LocalLimits {
    private final String category;
    private final Map<Subject, State> states = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Subject, Integer> owing = new LinkedHashMap<>();
    private final State overflow = new State();
    private List<Policy> policies;

    LocalLimits(String category, Policy fallback) {
      this.category = category;
      this.policies = List.of(fallback);
    }

    /** Returns a process's part of what is left; of little, all get one. */
    private static int share(int amount, int processes) {
      return Math.min(amount, Math.max(1, amount / processes));
    }

    Decision learn(Subject subject, int cost, JsonObject verdict, int processes, double now) {
      policies =
          verdict.getJsonArray("policies").getValuesAs(JsonObject.class).stream()
              .map(Policy::of)
              .toList();
      boolean allowed = verdict.getBoolean("allowed");
      int wait = verdict.isNull("retry_after") ? 0 : verdict.getInt("retry_after");
      State state = state(subject, now);
      if (state != overflow) {
        int owed = owing.getOrDefault(subject, 0);
        state.windows =
            policies.stream()
                .map(p -> new Window(p, p.r, Math.max(0, share(p.r, processes) - owed), now + p.t))
                .toList();
        if (!allowed) {
          state.refusedUntil = now + Math.min(wait, MAX_REMEMBERED_SECONDS);
          state.refusedCost = cost;
        }
      }
      return new Decision(allowed, category, cost, wait, policies);
    }

    Optional<Decision> remembered(Subject subject, int cost, double now) {
      State state = states.get(subject);
      if (state == null || state.refusedUntil <= now || cost < state.refusedCost) {
        return Optional.empty();
      }
      List<Policy> at = state.windows.stream().map(window -> window.at(now)).toList();
      int wait =
          at.stream()
              .filter(policy -> policy.r < cost)
              .mapToInt(Policy::t)
              .max()
              .orElse((int) Math.ceil(state.refusedUntil - now));
      return Optional.of(new Decision(false, category, cost, wait, at));
    }

    Decision decide(Subject subject, int cost, int processes, double now) {
      State state = state(subject, now);
      if (state.windows.isEmpty()) {
        state.windows = policies.stream().map(policy -> new Window(policy, 0, 0, now)).toList();
      }
      if (state.ends() <= now) {
        owing.remove(subject);
      }
      for (Window window : state.windows) {
        if (window.ends <= now) {
          window.ends = now + window.policy.w;
          window.budget = share(window.policy.q, processes);
        }
      }
      List<Window> tooShort =
          state.windows.stream().filter(window -> window.budget < cost).toList();
      for (Window window : state.windows) {
        window.budget -= tooShort.isEmpty() ? cost : 0;
        window.remaining = window.budget;
      }
      return new Decision(
          tooShort.isEmpty(),
          category,
          cost,
          tooShort.stream().mapToInt(window -> window.at(now).t).max().orElse(0),
          state.windows.stream().map(window -> window.at(now)).toList());
    }

    void owe(Subject subject, int cost) {
      if (states.containsKey(subject)) {
        owing.merge(subject, cost, Integer::sum);
      }
    }

    /** Takes out what is owed, that of certain subjects first, but what windows that ended hold. */
    List<Debt> debts(List<Subject> first, int most, double now) {
      List<Subject> candidates = new ArrayList<>(first);
      owing.keySet().stream().limit(most).forEach(candidates::add);
      List<Debt> debts = new ArrayList<>();
      for (Subject subject : candidates) {
        Integer cost = debts.size() < most ? owing.remove(subject) : null;
        if (cost != null && states.get(subject).ends() > now) {
          debts.add(new Debt(subject, Math.min(cost, MAX_COST)));
        }
      }
      return debts;
    }

    /** Returns a subject's state; where all of them limit somebody, newcomers share one. */
    private State state(Subject subject, double now) {
      State state = states.get(subject);
      if (state == null) {
        if (states.size() >= MAX_SUBJECTS && !evict(now)) {
          return overflow;
        }
        state = new State();
        states.put(subject, state);
      }
      return state;
    }

    private boolean evict(double now) {
      List<Subject> kept = new ArrayList<>();
      boolean evicted = false;
      Iterator<Map.Entry<Subject, State>> oldest = states.entrySet().iterator();
      while (!evicted && kept.size() < TRIED_FOR_EVICTION && oldest.hasNext()) {
        Map.Entry<Subject, State> entry = oldest.next();
        if (owing.containsKey(entry.getKey()) || entry.getValue().limits(now)) {
          kept.add(entry.getKey());
        } else {
          oldest.remove();
          evicted = true;
        }
      }
      kept.forEach(states::get); // Now the most recently used.
      return evicted;
    }
  }
}
