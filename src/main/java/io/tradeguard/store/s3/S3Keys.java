package io.tradeguard.store.s3;

import io.tradeguard.store.StoredName;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The keys of our objects in a bucket: a prefix, then a generated name. What else is in the bucket,
 * some servers' own notes among it, is not ours.
 */
record S3Keys(String prefix) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{8,64}");

  /**
   * Returns the key of a name.
   *
   * @throws IllegalArgumentException if nobody can have generated the name
   */
  String key(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a generated name");
    }
    return prefix + name;
  }

  Optional<StoredName> describe(S3Object object) {
    return name(object.key())
        .map(name -> new StoredName(name, false, object.lastModified(), object.size()));
  }

  Optional<StoredName> describe(MultipartUpload upload) {
    return name(upload.key()).map(name -> new StoredName(name, true, upload.initiated(), 0));
  }

  private Optional<String> name(String key) {
    return Optional.of(key)
        .filter(full -> full.startsWith(prefix))
        .map(full -> full.substring(prefix.length()))
        .filter(name -> NAME.matcher(name).matches());
  }
}
