package io.tradeguard.quota;

/** Whether a file can be had, or is being deleted. */
public enum FileState {
  STORED,
  /** Gone for its owner; its bytes still count until they are removed. */
  HIDDEN
}
