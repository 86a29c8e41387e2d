package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestSetup;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much fits: a user's bytes and files, the service's bytes, alone and in races. */
@OnBothDatabases
class QuotaIT extends UploadSuite {
  private static final int QUOTA = Node.USER_BYTES;

  @Test
  @Fault(1)
  void refusesWhatCannotFitBeforeAByteOfItIsSent() throws IOException {
    try (RawHttp connection = open("Content-Length: 200000000")) {
      Answer refused = connection.answer().expect(413);

      assertThat(refused.json().get("scope").asText()).isEqualTo("user-bytes");
    }
  }

  @Test
  @Fault({2, 3})
  void admitsAnExactFitAndNotOneByteMore() {
    Answer over = user.api().upload("a.csv", csv(QUOTA + 1)).expect(413);
    assertThat(over.json().get("scope").asText()).isEqualTo("user-bytes");
    assertThat(over.detail()).startsWith("Upload quota exceeded. Used: 0.0MB, Limit: 1MB");
    assertThat(over.json().get("remaining").asLong()).isEqualTo(QUOTA);

    Answer fit = user.api().upload("a.csv", csv(QUOTA)).expect(201);
    assertThat(String.valueOf(fit.headers().get("RateLimit"))).contains("\"storage\";r=0");
    assertThat(String.valueOf(fit.headers().get("RateLimit-Policy")))
        .contains("\"storage\";q=" + QUOTA + ";qu=\"content-bytes\"")
        .contains("\"uploads\";q=4;qu=\"concurrent-requests\"");
    user.api().upload("b.csv", csv(2)).expect(413);
  }

  @Test
  @Fault({4, 8})
  void admitsOneOfFiftyAtOnceAsTheLastFileAndNoneAfterIt() {
    for (int i = 0; i < 49; i++) {
      user.api().upload("a.csv", csv(10)).expect(201);
    }
    List<Integer> statuses =
        Concurrently.run(50, thread -> user.api().upload("a.csv", csv(10)).status());

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 413).hasSize(49);
    Answer refused = user.api().upload("a.csv", csv(10)).expect(413);
    assertThat(refused.json().get("scope").asText()).isEqualTo("user-files");
    assertThat(refused.detail()).startsWith("Upload quota exceeded. Files: 50, Limit: 50");
  }

  @Test
  @Fault(5)
  void fillsTheServiceToItsLastByteAndTellsNothingOfOthers() {
    fillAllBut(1000);

    Answer refused = user.api().upload("a.csv", csv(1001)).expect(413);
    assertThat(refused.json().get("scope").asText()).isEqualTo("global");
    assertThat(refused.json().get("requested").asLong()).isEqualTo(1001);
    assertThat(refused.detail()).isEqualTo("Upload quota exceeded. The service's storage is full.");
    assertThat(refused.json().has("limit")).isFalse();
    assertThat(refused.json().has("used")).isFalse();
    assertThat(refused.json().has("remaining")).isFalse();
    user.api().upload("a.csv", csv(1000)).expect(201);
    user.api().upload("b.csv", csv(2)).expect(413);
  }

  @Test
  @Fault(7)
  void admitsOneOfTwoThatTogetherDoNotFit() {
    List<Integer> statuses =
        Concurrently.run(2, thread -> user.api().upload("a.csv", csv(QUOTA * 2 / 3)).status());

    assertThat(statuses).containsExactlyInAnyOrder(201, 413);
  }

  @Test
  @Fault(9)
  void neverAdmitsMoreThanTheServiceHoldsWhenManyUsersRace() {
    int size = 100_000;
    fillAllBut(5 * size + 1);
    List<TestUser> racers = Stream.generate(this::newUser).limit(12).toList();

    List<Integer> statuses =
        Concurrently.run(
            racers.size(), thread -> racers.get(thread).api().upload("a.csv", csv(size)).status());

    assertThat(statuses).containsOnly(201, 413);
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(5);
    assertThat(charged()).isEqualTo(Node.GLOBAL_BYTES - 1);
  }

  @Test
  void neverAdmitsMoreThanTheQuotaAndRefusesNothingThatFitsAlone() {
    List<Integer> sizes = Stream.iterate(40_000, size -> size + 3_001).limit(64).toList();
    List<Integer> statuses =
        Concurrently.run(
            sizes.size(),
            thread -> {
              Answer answer = user.api().upload("a.csv", csv(sizes.get(thread)));
              while (answer.status() == 429) {
                assertThat(answer.requiredHeader("Retry-After")).isEqualTo("1");
                answer = user.api().upload("a.csv", csv(sizes.get(thread)));
              }
              return answer.status();
            });

    assertThat(statuses).containsOnly(201, 413);
    long used = usage("used_bytes");
    assertThat(used).isLessThanOrEqualTo(QUOTA);
    for (int i = 0; i < sizes.size(); i++) {
      if (statuses.get(i) == 413) {
        assertThat(used + sizes.get(i)).as("what was refused had no room").isGreaterThan(QUOTA);
      }
    }
  }

  @Test
  @Fault(37)
  void aLimitLoweredBelowTheUsageRefusesUploadsAndNothingElse() {
    Answer first = user.api().upload("a.csv", csv(5000)).expect(201);
    Answer second = user.api().upload("b.csv", csv(5000)).expect(201);
    setQuota(user, 6000);

    assertThat(usage("remaining_bytes")).isZero();
    user.api().upload("c.csv", csv(10)).expect(413);
    assertThat(content(first).expect(200).body()).isEqualTo(csv(5000));
    user.api().delete(path(second)).expect(204);
    user.api().upload("c.csv", csv(1000)).expect(201);
    user.api().upload("d.csv", csv(10)).expect(413);
  }

  /** Lets another user take so much that exactly so many bytes are left for all. */
  private void fillAllBut(int bytes) {
    TestUser filler = newUser();
    setQuota(filler, Node.GLOBAL_BYTES);
    Eventually.within(
        SOON, () -> assertThat(overview("reserved_bytes")).as("others' reservations").isZero());
    int size = Math.toIntExact(Node.GLOBAL_BYTES - charged() - bytes);
    filler.api().upload("filler.csv", csv(size)).expect(201);
  }

  private long charged() {
    return overview("used_bytes") + overview("reserved_bytes");
  }

  private long overview(String member) {
    return server.admin().get("api/admin/overview").expect(200).json().get(member).asLong();
  }

  @Test
  @Fault(64)
  void refusesALengthWithWhichNoSumCanBeMade() throws IOException {
    user.api().upload("a.csv", csv(10)).expect(201);
    for (long quota : new long[] {QUOTA, Long.MAX_VALUE}) {
      setQuota(user, quota);
      try (RawHttp connection = open("Content-Length: " + Long.MAX_VALUE)) {
        if (TestSetup.server().equals("wildfly")) {
          // Undertow refuses it before any application.
          connection.answer().expect(400);
        } else {
          assertThat(connection.answer().expect(413).json().get("scope").asText())
              .isEqualTo("user-bytes");
        }
      }
    }
    setQuota(user, QUOTA);
  }
}
