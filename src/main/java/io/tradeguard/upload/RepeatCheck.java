package io.tradeguard.upload;

import io.tradeguard.files.FileView;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Tells whether a request whose idempotency key was used brings the file that was stored then. Its
 * content is read to be compared, no further than the first byte too many, and never stored again.
 */
@ApplicationScoped
public class RepeatCheck {
  private static final int BUFFER = 64 * 1024;

  @Inject UploadWatch watch;
  @Inject Settings settings;

  boolean isSame(UploadRequest request, UploadPlan plan, FileView stored) throws IOException {
    if (plan.provesContent()) {
      return true;
    }
    WatchedBody body = WatchedBody.of(request.body(), settings.upload());
    watch.add(body);
    try {
      IncomingFile file = IncomingFile.open(body, plan, settings.upload().types());
      if (!file.name().value().equals(stored.filename()) || !isSame(file.content(), stored)) {
        return false;
      }
      file.finish();
      return true;
    } finally {
      watch.remove(body);
    }
  }

  private static boolean isSame(InputStream content, FileView stored) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[BUFFER];
    long left = stored.fileSizeBytes();
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      left -= count;
      if (left < 0) {
        return false;
      }
      digest.update(buffer, 0, count);
    }
    return left == 0 && Sha256.hex(digest).equals(stored.sha256());
  }
}
