package io.tradeguard.upload;

import io.tradeguard.database.SqlFailure;
import io.tradeguard.files.FileView;
import io.tradeguard.quota.UserFiles;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.Storage;
import io.tradeguard.upload.content.ContentException;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes uploads: what the request alone decides first, then the idempotency key, then {@link
 * UploadPath} for the bytes. However one ends, an event says so.
 */
@ApplicationScoped
public class Uploads {
  @Inject UploadPath path;
  @Inject RepeatCheck repeats;
  @Inject IdempotencyKeys keys;
  @Inject UserFiles files;
  @Inject Storage storage;
  @Inject Settings settings;
  @Inject Event<UploadEnded> ended;

  /**
   * Stores a file, or finds it stored by an earlier attempt with the same key.
   *
   * @throws ProblemException with the refusal; nothing is charged or kept then
   */
  FileView receive(UploadRequest request) {
    long start = System.nanoTime();
    UploadPath.Progress progress = new UploadPath.Progress();
    String outcome = "failed";
    try {
      FileView file = claimed(request, progress);
      outcome = progress.isReplayed() ? "replayed" : "stored";
      return file;
    } catch (IOException | ContentException | RuntimeException e) {
      UploadFailure failure = UploadFailure.of(e);
      outcome = failure.outcome();
      throw failure
          .problem()
          .map(ProblemException::new)
          .map(RuntimeException.class::cast)
          .orElseGet(() -> unforeseen(e));
    } finally {
      ended.fire(
          new UploadEnded(request.userId(), outcome, progress.bytes(), System.nanoTime() - start));
    }
  }

  private static RuntimeException unforeseen(Exception e) {
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private FileView claimed(UploadRequest request, UploadPath.Progress progress)
      throws IOException, ContentException {
    UploadPlan plan = UploadPlan.of(request, settings.upload().types());
    storage.requireReady();
    if (plan.key().isEmpty()) {
      return path.store(request, plan, Optional.empty(), progress);
    }
    KeyClaim claim = claim(request.userId(), plan.key().get(), plan.fingerprint());
    if (claim instanceof KeyClaim.Done done
        && files.find(request.userId(), done.file().id()).isEmpty()) {
      keys.forget(request.userId(), plan.key().get(), done.token());
      claim = claim(request.userId(), plan.key().get(), plan.fingerprint());
    }
    if (claim instanceof KeyClaim.Running) {
      throw ProblemException.conflict("An upload with this Idempotency-Key is under way.");
    }
    if (claim instanceof KeyClaim.Taken) {
      throw keyTaken();
    }
    if (claim instanceof KeyClaim.Done done) {
      if (!repeats.isSame(request, plan, done.file())) {
        throw keyTaken();
      }
      progress.replayed();
      return done.file();
    }
    KeyClaim.Held held = (KeyClaim.Held) claim;
    boolean stored = false;
    try {
      FileView file = path.store(request, plan, Optional.of(held), progress);
      stored = true;
      return file;
    } finally {
      if (!stored) {
        release(held);
      }
    }
  }

  private KeyClaim claim(long userId, String key, String fingerprint) {
    try {
      return keys.claim(userId, key, fingerprint);
    } catch (RuntimeException e) {
      if (!SqlFailure.isDuplicate(e)) {
        throw e;
      }
      return keys.claim(userId, key, fingerprint);
    }
  }

  /** A key that cannot be given back now comes free with its lease. */
  private void release(KeyClaim.Held held) {
    try {
      keys.release(held);
    } catch (RuntimeException e) {
      System.getLogger(Uploads.class.getName())
          .log(System.Logger.Level.WARNING, "An idempotency key waits for its lease to end", e);
    }
  }

  private static ProblemException keyTaken() {
    return ProblemException.unprocessable("This Idempotency-Key was used for another request.");
  }
}
