package io.tradeguard.files;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * The slot of the download that this request is. It comes free with the end of the request, which a
 * server tells however it ends; the writing of the answer may never begin.
 */
@RequestScoped
public class DownloadSlot {
  @Inject DownloadSlots slots;

  private @Nullable Long holder;

  /**
   * Takes the slot.
   *
   * @throws io.tradeguard.web.ProblemException 429 if the user has no slot left
   */
  void take(long userId) {
    slots.take(userId);
    holder = userId;
  }

  @PreDestroy
  void release() {
    if (holder != null) {
      slots.release(holder);
    }
  }
}
