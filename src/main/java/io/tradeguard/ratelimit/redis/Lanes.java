package io.tradeguard.ratelimit.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The few ways to Redis that a node has, each used by one thread at a time. */
final class Lanes {
  private final Lane[] lanes;

  /** One way; it has no link while Redis is away. */
  static final class Lane {
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Link link;

    @Nullable Link link() {
      return link;
    }

    /** Lets the next one use it. */
    void release() {
      busy.set(false);
    }

    private boolean isFree() {
      return link != null && !busy.get();
    }
  }

  Lanes(int count) {
    lanes = new Lane[count];
    for (int i = 0; i < count; i++) {
      lanes[i] = new Lane();
    }
  }

  int count() {
    return lanes.length;
  }

  /** Gives each lane its link. */
  void connect(List<Link> links) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i].link = links.get(i);
    }
  }

  /** Cuts every link. */
  void disconnect() {
    for (Lane lane : lanes) {
      Link link = lane.link;
      lane.link = null;
      if (link != null) {
        link.close();
      }
    }
  }

  /** Whether a link is one of now, not one that was cut. */
  boolean use(Link link) {
    for (Lane lane : lanes) {
      if (lane.link == link) {
        return true;
      }
    }
    return false;
  }

  boolean areConnected() {
    for (Lane lane : lanes) {
      if (lane.link != null) {
        return true;
      }
    }
    return false;
  }

  boolean anyFree() {
    for (Lane lane : lanes) {
      if (lane.isFree()) {
        return true;
      }
    }
    return false;
  }

  /** Takes a lane that is free, until it is released; null if none is. */
  @Nullable Lane take() {
    for (Lane lane : lanes) {
      if (lane.isFree() && lane.busy.compareAndSet(false, true)) {
        return lane;
      }
    }
    return null;
  }
}
