package io.tradeguard.web.transfer;

import io.tradeguard.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the transfers of this node, ten times a second: ends those whose client is too slow,
 * and those that wait in excess of {@link WaitingBounds}, even while their thread is blocked.
 */
@ApplicationScoped
public class TransferWatch {
  private static final long LOOK_MILLIS = 100;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  @SuppressWarnings("NullAway.Init")
  ManagedScheduledExecutorService scheduler;

  @Inject Settings settings;

  private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledFuture<?> looks;

  @PostConstruct
  void start() {
    looks =
        scheduler.scheduleWithFixedDelay(
            this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (looks != null) {
      looks.cancel(false);
    }
  }

  /** Begins to look after a body that is to be there within a time; {@link #remove} must follow. */
  Transfer addBody(Client client, Duration time) {
    return add(new Transfer(client, new Deadline(time, System::nanoTime), true, System::nanoTime));
  }

  /** Begins to look after an answer that is to be read at a pace; {@link #remove} must follow. */
  Transfer addAnswer(Client client) {
    Settings.Download download = settings.download();
    Pace pace = new Pace(download.minimumRate(), download.graceSeconds(), System::nanoTime);
    return add(new Transfer(client, pace, false, System::nanoTime));
  }

  private Transfer add(Transfer transfer) {
    transfers.add(transfer);
    return transfer;
  }

  void remove(Transfer transfer) {
    transfers.remove(transfer);
  }

  private void look() {
    transfers.forEach(Transfer::endIfSlow);
    WaitingBounds.excess(transfers)
        .forEach(transfer -> transfer.end("Too many slow clients are waited for"));
  }
}
