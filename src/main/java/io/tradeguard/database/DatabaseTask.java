package io.tradeguard.database;

/**
 * Work that a timer repeats on the database. Whatever it throws, an {@link Error} too, ends this
 * run and never the timer; a failure is logged whole once and then in a line, until a run succeeds.
 */
public final class DatabaseTask {
  private static final System.Logger LOG = System.getLogger(DatabaseTask.class.getName());

  private final String failure;
  private final Work work;
  private volatile boolean failing;

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Describes a task.
   *
   * @param failure what it means for it to fail, for the log
   */
  public DatabaseTask(String failure, Work work) {
    this.failure = failure;
    this.work = work;
  }

  /** Does the work once, as far as it goes. */
  public void run() {
    try {
      work.run();
      failing = false;
    } catch (Exception | Error e) {
      if (failing) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", failure, e.toString());
      } else {
        LOG.log(System.Logger.Level.WARNING, failure, e);
      }
      failing = true;
    }
  }
}
