package io.tradeguard.upload;

import io.tradeguard.database.Transactions;
import io.tradeguard.files.FileView;
import io.tradeguard.files.MarketFiles;
import io.tradeguard.marketdata.FileForm;
import io.tradeguard.marketdata.MarketData;
import io.tradeguard.quota.LeaseLostException;
import io.tradeguard.quota.QuotaExceededException;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.StoredFile;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.Helpers;
import io.tradeguard.store.PendingFile;
import io.tradeguard.store.Storage;
import io.tradeguard.upload.content.ContentException;
import io.tradeguard.upload.content.FileName;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of the bytes: reserve, stream to a pending file, publish, commit. Whatever fails before
 * the commit leaves nothing and frees the room at once; where the commit itself may or may not have
 * happened, bytes and room are left to the lease's end and the sweeper, which know.
 */
@ApplicationScoped
public class UploadPath {
  private static final System.Logger LOG = System.getLogger(UploadPath.class.getName());

  @Inject UploadQuotaManager quota;
  @Inject UploadLedger ledger;
  @Inject Transactions transactions;
  @Inject UploadWatch watch;
  @Inject Storage storage;
  @Inject Helpers helpers;
  @Inject Settings settings;

  /** What is known of an upload while it runs, for whoever tells of it in the end. */
  static final class Progress {
    private long bytes;
    private boolean replayed;

    void received(long count) {
      bytes = count;
    }

    void replayed() {
      replayed = true;
    }

    long bytes() {
      return bytes;
    }

    boolean isReplayed() {
      return replayed;
    }
  }

  FileView store(
      UploadRequest request, UploadPlan plan, Optional<KeyClaim.Held> held, Progress progress)
      throws IOException, ContentException {
    Reservation reservation = reserve(request.userId(), plan);
    GrowingRoom room = new GrowingRoom(quota, reservation, request.declaredLength());
    LiveUpload live = new LiveUpload(WatchedBody.of(request.body(), settings.upload()), room, held);
    watch.add(live);
    try {
      Published published = receive(live, plan, progress);
      return commit(room.reservation(), published, held);
    } finally {
      watch.remove(live);
    }
  }

  /** Holds the most the file can have, or else the least: only that is sure to be needed. */
  private Reservation reserve(long userId, UploadPlan plan) {
    try {
      return quota.reserve(userId, plan.hoped());
    } catch (QuotaExceededException e) {
      if (plan.sure() == plan.hoped()) {
        throw e;
      }
      return quota.reserve(userId, plan.sure());
    }
  }

  /** A file whose bytes are in the store. */
  private record Published(StoredFile facts, @Nullable MarketData marketData) {}

  private Published receive(LiveUpload live, UploadPlan plan, Progress progress)
      throws IOException, ContentException {
    boolean safe = false;
    try {
      Published published = published(live, plan, progress);
      safe = true;
      return published;
    } finally {
      if (!safe) {
        release(live.room().reservation());
      }
    }
  }

  private Published published(LiveUpload live, UploadPlan plan, Progress progress)
      throws IOException, ContentException {
    InputStream body = plan.digests().watch(live.body());
    IncomingFile file = IncomingFile.open(body, plan, settings.upload().types());
    FileName name = file.name();
    String path = live.room().reservation().storageName();
    KeptContent content = new KeptContent(name.type().check());
    Intake intake = new Intake(live.room(), content, helpers);
    try (PendingFile pending = storage.store().begin(path)) {
      Received received = intake.copy(file.content(), pending);
      file.finish();
      if (received.bytes() == 0) {
        throw ProblemException.badRequest("The file is empty.");
      }
      plan.digests().verify();
      MarketData marketData =
          content
              .whole()
              .map(bytes -> MarketFiles.look(bytes, FileForm.ofName(name.value())))
              .orElse(null);
      pending.publish();
      return new Published(
          new StoredFile(
              name.value(), path, name.type().mediaType(), received.bytes(), received.sha256()),
          marketData);
    } finally {
      progress.received(intake.bytes());
    }
  }

  private FileView commit(
      Reservation reservation, Published published, Optional<KeyClaim.Held> held)
      throws IOException {
    try {
      return transactions.retrying(
          () -> ledger.commit(reservation, published.facts(), published.marketData(), held));
    } catch (LeaseLostException | ProblemException e) {
      storage.store().delete(published.facts().path());
      release(reservation);
      throw e;
    }
  }

  /** Room that cannot be freed now comes free with its lease. */
  private void release(Reservation reservation) {
    try {
      quota.release(reservation);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A reservation waits for its lease to end", e);
    }
  }
}
