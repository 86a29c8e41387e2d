package io.tradeguard.upload;

import io.tradeguard.store.Sha256;
import io.tradeguard.upload.content.ExpectedDigests;
import io.tradeguard.upload.content.FileName;
import io.tradeguard.upload.form.DeclaredType;
import io.tradeguard.upload.form.FilePart;
import io.tradeguard.upload.form.FormBody;
import io.tradeguard.upload.form.MultipartUpload;
import io.tradeguard.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be decided of an upload before its body is read.
 *
 * @param file the name, where the request itself tells it
 * @param boundary of a form, empty for a raw body
 * @param sure the file's size in bytes, or the least it can have, and at least 1
 * @param hoped the most bytes that the file can have as far as the request tells
 */
record UploadPlan(
    Optional<FileName> file,
    Optional<String> boundary,
    ExpectedDigests digests,
    Optional<String> key,
    String fingerprint,
    long sure,
    long hoped) {
  private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

  /** What is held at first for a body of unknown length. */
  static final long FIRST_STEP = 256 * 1024;

  /**
   * Checks a request, in the order of the refusals.
   *
   * @throws ProblemException 400 or 415
   */
  static UploadPlan of(UploadRequest request, Set<String> allowedEndings) {
    boolean form = MultipartUpload.isForm(request.contentType());
    Optional<String> boundary =
        form
            ? Optional.of(MultipartUpload.boundary(Objects.requireNonNull(request.contentType())))
            : Optional.empty();
    Optional<String> key = key(request.idempotencyKey());
    ExpectedDigests digests = ExpectedDigests.of(request.contentDigest(), request.reprDigest());
    if (request.declaredLength() == 0) {
      throw ProblemException.badRequest("The file is empty.");
    }
    Optional<FileName> file =
        form
            ? Optional.empty()
            : Optional.of(allowed(FileName.of(request.filename()), allowedEndings));
    DeclaredType.checkEncoding(request.contentEncoding(), "body");
    file.ifPresent(name -> DeclaredType.check(request.contentType(), name.type()));
    long length = request.declaredLength();
    long sure = length < 0 ? 1 : form ? Math.max(1, length - FormBody.MAX_OVERHEAD) : length;
    return new UploadPlan(
        file,
        boundary,
        digests,
        key,
        fingerprint(request, file, digests),
        sure,
        length < 0 ? FIRST_STEP : length);
  }

  /**
   * Checks the name and type of a form's part.
   *
   * @throws ProblemException 400 or 415
   */
  static FileName of(FilePart part, Set<String> allowedEndings) {
    FileName name = allowed(FileName.of(part.filename()), allowedEndings);
    DeclaredType.check(part.contentType(), name.type());
    return name;
  }

  private static FileName allowed(FileName name, Set<String> endings) {
    if (!endings.contains(name.type().ending())) {
      throw ProblemException.unsupported(
          "Files named *" + name.type().ending() + " are not taken.");
    }
    return name;
  }

  private static Optional<String> key(@Nullable String key) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw ProblemException.badRequest(
          "An Idempotency-Key has 1 to 255 printable ASCII characters.");
    }
    return Optional.ofNullable(key);
  }

  /**
   * Returns whether the request, if its fingerprint is that of a stored one, must bring the same
   * bytes: it promises the digest that those were found to have.
   */
  boolean provesContent() {
    return boundary.isEmpty() && !digests.isEmpty();
  }

  /**
   * What the request alone tells of the file. Of a form that is nothing: name and content come with
   * its body, and its boundary, and so its length and digest, may differ from one attempt to the
   * next.
   */
  private static String fingerprint(
      UploadRequest request, Optional<FileName> file, ExpectedDigests digests) {
    String text =
        file.map(
                name ->
                    String.join(
                        "\n",
                        name.value(),
                        name.type().toString(),
                        Long.toString(request.declaredLength()),
                        digests.fingerprint()))
            .orElse("form");
    MessageDigest digest = Sha256.start();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }
}
