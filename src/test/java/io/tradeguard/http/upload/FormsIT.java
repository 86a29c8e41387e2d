package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Fault;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Files that come as a form's part, and forms that are broken. */
@OnBothDatabases
class FormsIT extends UploadSuite {
  private static final String FORM = "multipart/form-data; boundary=b";
  private static final String TYPE = "Content-Type: text/csv\r\n";
  private static final String END = "a\r\n--b--\r\n";

  @Test
  @Fault(28)
  void refusesTooManyPartsAndTooLongHeaders() throws Exception {
    form(FORM, (part("file", TYPE) + "a\r\n").repeat(10_000)).expect(400);
    form(FORM, part("file", TYPE + "X: " + "y".repeat(100_000) + "\r\n") + END).expect(400);
    assertThat(storedNames()).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  @Fault(29)
  void refusesAFormWithoutBoundaryOrEnd() {
    form("multipart/form-data", "--b\r\n\r\nx").expect(400);
    form(FORM, "--c\r\n\r\nx\r\n--c--\r\n").expect(400);
    form(FORM, part("file", TYPE) + "a,b").expect(400);
    form(FORM, part("other", TYPE) + END).expect(400);
  }

  @Test
  void takesAPartThatDeclaresNoTypeByItsName() {
    Answer stored = form(FORM, part("file", "") + END).expect(201);

    assertThat(stored.json().get("mime_type").asText()).isEqualTo(CSV);
  }

  private Answer form(String type, String body) {
    return user.api()
        .withHeader("Content-Type", type)
        .send("POST", "api/files", BodyPublishers.ofString(body));
  }

  private static String part(String field, String headers) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.csv\"\r\n"
            .formatted(field)
        + headers
        + "\r\n";
  }
}
