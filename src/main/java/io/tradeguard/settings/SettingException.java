package io.tradeguard.settings;

/** A setting that cannot be used; it stops the start. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the setting and what is wrong with it; the value of a secret must not be in it. */
  public SettingException(String key, String problem) {
    super("Setting " + key + " " + problem);
  }
}
