package io.tradeguard.upload;

import io.tradeguard.upload.content.FileName;
import io.tradeguard.upload.form.MultipartUpload;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** The file that a request brings, whichever way: as the body itself, or as a form's part. */
final class IncomingFile {
  private final FileName name;
  private final InputStream content;
  private final Optional<MultipartUpload> form;

  private IncomingFile(FileName name, InputStream content, Optional<MultipartUpload> form) {
    this.name = name;
    this.content = content;
    this.form = form;
  }

  /**
   * Reads a body up to the file's first byte.
   *
   * @throws io.tradeguard.web.ProblemException 400 or 415 if a form or its part is not as it must
   */
  static IncomingFile open(InputStream body, UploadPlan plan, Set<String> allowedEndings)
      throws IOException {
    if (plan.boundary().isEmpty()) {
      return new IncomingFile(plan.file().orElseThrow(), body, Optional.empty());
    }
    MultipartUpload form = MultipartUpload.open(body, plan.boundary().get());
    FileName name = UploadPlan.of(form.file(), allowedEndings);
    return new IncomingFile(name, form.content(), Optional.of(form));
  }

  FileName name() {
    return name;
  }

  /** Returns the file's bytes; {@link #finish} must follow their end. */
  InputStream content() {
    return content;
  }

  /**
   * Reads what follows the file.
   *
   * @throws io.tradeguard.web.ProblemException 400 if it may not be there
   */
  void finish() throws IOException {
    if (form.isPresent()) {
      form.get().finish();
    }
  }
}
