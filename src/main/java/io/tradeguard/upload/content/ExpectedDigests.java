package io.tradeguard.upload.content;

import io.tradeguard.web.ProblemException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The digests of a body that its sender promises in {@code Content-Digest} or {@code Repr-Digest}
 * (RFC 9530; no content coding is taken, so both mean the same bytes). SHA-256 and SHA-512 are
 * checked, other algorithms ignored.
 */
public final class ExpectedDigests {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

  private static final String BYTES = ":[A-Za-z0-9+/]*={0,2}:";
  private static final String ITEM =
      "(?:"
          + BYTES
          + "|\"(?:[^\"\\\\]|\\\\.)*\"|\\?[01]|-?\\d[\\d.]*|[A-Za-z*][\\w:/!#$%&'*+.^`|~-]*)";
  private static final String KEY = "[a-z*][a-z0-9_.*-]*";

  /** One member of the dictionary: a key, an item, and parameters, which mean nothing here. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "[ \t]*("
              + KEY
              + ")(?:=("
              + ITEM
              + "))?(?:[ ]*;[ ]*"
              + KEY
              + "(?:="
              + ITEM
              + ")?)*[ \t]*");

  private final List<Expected> expected = new ArrayList<>();

  private record Expected(String header, MessageDigest digest, String base64) {}

  /**
   * Reads the headers, null where absent.
   *
   * @throws ProblemException 400 if one is malformed
   */
  public static ExpectedDigests of(@Nullable String contentDigest, @Nullable String reprDigest) {
    ExpectedDigests digests = new ExpectedDigests();
    digests.add("Content-Digest", contentDigest);
    digests.add("Repr-Digest", reprDigest);
    return digests;
  }

  private void add(String header, @Nullable String value) {
    if (value == null) {
      return;
    }
    Matcher member = MEMBER.matcher(value);
    int at = 0;
    while (!value.isBlank()) {
      if (!member.find(at) || member.start() != at) {
        throw malformed(header);
      }
      add(header, member.group(1), member.group(2));
      at = member.end() + 1;
      if (member.end() == value.length()) {
        return;
      }
      if (value.charAt(member.end()) != ',') {
        throw malformed(header);
      }
    }
  }

  private void add(String header, String key, @Nullable String item) {
    String algorithm = ALGORITHMS.get(key);
    if (algorithm == null) {
      return;
    }
    if (item == null || !item.startsWith(":")) {
      throw malformed(header);
    }
    MessageDigest digest = digest(algorithm);
    byte[] bytes = decode(header, item.substring(1, item.length() - 1));
    if (bytes.length != digest.getDigestLength()) {
      throw malformed(header);
    }
    expected.add(new Expected(header, digest, Base64.getEncoder().encodeToString(bytes)));
  }

  private static byte[] decode(String header, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed(header);
    }
  }

  private static ProblemException malformed(String header) {
    return ProblemException.badRequest(
        "Header " + header + " must be like sha-256=:<base64 of the digest>:.");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-2", e);
    }
  }

  /** Returns whether nothing is promised that can be checked. */
  public boolean isEmpty() {
    return expected.isEmpty();
  }

  /** Returns the promises as text, for telling one request from another. */
  public String fingerprint() {
    StringBuilder text = new StringBuilder();
    for (Expected one : expected) {
      text.append(one.base64()).append(' ');
    }
    return text.toString();
  }

  /** Returns the body, whose bytes are digested as they are read. */
  public InputStream watch(InputStream body) {
    InputStream watched = body;
    for (Expected one : expected) {
      watched = new DigestInputStream(watched, one.digest());
    }
    return watched;
  }

  /**
   * Compares, once the body is read to its end.
   *
   * @throws ProblemException 400 naming the header that does not agree
   */
  public void verify() {
    for (Expected one : expected) {
      if (!Base64.getEncoder().encodeToString(one.digest().digest()).equals(one.base64())) {
        throw ProblemException.badRequest(
            "The body does not have the digest in " + one.header() + ".");
      }
    }
  }
}
