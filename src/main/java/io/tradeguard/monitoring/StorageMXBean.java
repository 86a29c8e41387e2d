package io.tradeguard.monitoring;

import java.util.Map;

/** The file store, and the uploads of this node since its start. */
public interface StorageMXBean {
  /** 1 if files can be stored and read, else 0. */
  int getReady();

  /** Why files cannot be stored, empty if they can. */
  String getDetail();

  long getUploadsStored();

  /** Uploads that ended in any other way. */
  long getUploadsNotStored();

  Map<String, Long> getUploadsByOutcome();

  /** Bytes received by uploads, stored or not. */
  long getReceivedBytes();

  /** Stored files whose bytes were missing or too few when this node last looked for them. */
  long getLostFiles();

  /** Files that belong to nobody, as this node last found; see {@link #findOrphans}. */
  long getOrphans();

  /** Files in quarantine, as this node last found. */
  long getQuarantined();

  /** Finds orphans now and tells what a sweep would do; changes nothing. */
  String findOrphans();
}
