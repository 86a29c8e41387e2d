package io.tradeguard.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.web.ProblemException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UploadPlanTest {
  private static final Set<String> ALL = Set.of(".csv", ".json");
  private static final String FORM = "multipart/form-data; boundary=b";

  @Test
  void knowsTheSizeOfARawBodyByItsLength() {
    UploadPlan plan = UploadPlan.of(raw("a.csv", "text/csv", 1000), ALL);

    assertThat(plan.sure()).isEqualTo(1000);
    assertThat(plan.hoped()).isEqualTo(1000);
  }

  @Test
  void knowsNothingOfTheSizeOfAChunkedBody() {
    UploadPlan plan = UploadPlan.of(raw("a.csv", "text/csv", -1), ALL);

    assertThat(plan.sure()).isEqualTo(1);
    assertThat(plan.hoped()).isEqualTo(UploadPlan.FIRST_STEP);
  }

  @Test
  void allowsAFormForWhatIsNotTheFile() {
    UploadPlan plan = UploadPlan.of(raw(null, FORM, 100_000), ALL);

    assertThat(plan.sure()).isEqualTo(100_000 - 65_536);
    assertThat(plan.hoped()).isEqualTo(100_000);
    assertThat(UploadPlan.of(raw(null, FORM, 10), ALL).sure()).isEqualTo(1);
  }

  @Test
  void refusesInTheContractsOrder() {
    assertThat(status(raw("a.csv", "text/csv", 0))).isEqualTo(400);
    assertThat(status(raw(null, "text/plain", 10))).isEqualTo(400);
    assertThat(status(raw("a.exe", "text/csv", 10))).isEqualTo(415);
    assertThat(status(raw("a.csv", null, 10))).isEqualTo(0);
    assertThat(status(raw("a.csv", "application/vnd.ms-excel", 10))).isEqualTo(0);
    assertThat(status(raw("a.csv", "text/plain; charset=us-ascii", 10))).isEqualTo(0);
    assertThat(status(raw("a.csv", "text/csv; charset=utf-16", 10))).isEqualTo(0);
    assertThat(status(raw("a.csv", "image/png", 10))).isEqualTo(415);
    assertThat(status(raw("a.csv", "application/json", 10))).isEqualTo(415);
    assertThat(status(raw("a.csv", "text/csv; charset=latin1", 10))).isEqualTo(415);
    assertThat(status(raw("a.csv", "text/csv; charset=\"UTF-8\"", 10))).isEqualTo(0);
    assertThat(status(raw("a.csv", "application/octet-stream", 10))).isEqualTo(0);
    assertThat(status(raw(null, "multipart/form-data", 10))).isEqualTo(400);
  }

  @Test
  void refusesTypesThatTheSettingsLeaveOut() {
    assertThat(status(raw("a.json", "application/json", 10), Set.of(".csv"))).isEqualTo(415);
  }

  @Test
  void refusesAnEncodedBodyAndABadKey() {
    assertThat(status(request("a.csv", "text/csv", "gzip", null, 10))).isEqualTo(415);
    assertThat(status(request("a.csv", "text/csv", "Identity", null, 10))).isEqualTo(0);
    assertThat(status(request("a.csv", "text/csv", null, "", 10))).isEqualTo(400);
    assertThat(status(request("a.csv", "text/csv", null, "k".repeat(256), 10))).isEqualTo(400);
    assertThat(status(request("a.csv", "text/csv", null, "k".repeat(255), 10))).isEqualTo(0);
  }

  @Test
  void tellsRequestsApartByNameTypeAndLength() {
    String one = UploadPlan.of(raw("a.csv", "text/csv", 10), ALL).fingerprint();

    assertThat(UploadPlan.of(raw("a.csv", "text/csv", 10), ALL).fingerprint()).isEqualTo(one);
    assertThat(UploadPlan.of(raw("b.csv", "text/csv", 10), ALL).fingerprint()).isNotEqualTo(one);
    assertThat(UploadPlan.of(raw("a.csv", "text/csv", 11), ALL).fingerprint()).isNotEqualTo(one);
    assertThat(UploadPlan.of(raw(null, FORM, 10), ALL).fingerprint()).isNotEqualTo(one);
  }

  @Test
  void leavesAFormToItsContentSinceItsBoundaryMayDiffer() {
    String one = UploadPlan.of(raw(null, FORM, 10), ALL).fingerprint();

    assertThat(UploadPlan.of(raw(null, FORM, 11), ALL).fingerprint()).isEqualTo(one);
    assertThat(UploadPlan.of(raw(null, FORM, 10), ALL).provesContent()).isFalse();
  }

  private static UploadRequest raw(@Nullable String filename, @Nullable String type, long length) {
    return request(filename, type, null, null, length);
  }

  private static UploadRequest request(
      @Nullable String filename,
      @Nullable String type,
      @Nullable String encoding,
      @Nullable String key,
      long length) {
    return new UploadRequest(
        1, filename, type, encoding, key, null, null, length, InputStream.nullInputStream());
  }

  private static int status(UploadRequest request) {
    return status(request, ALL);
  }

  private static int status(UploadRequest request, Set<String> types) {
    try {
      UploadPlan.of(request, types);
      return 0;
    } catch (ProblemException e) {
      return e.problem().status();
    }
  }
}
