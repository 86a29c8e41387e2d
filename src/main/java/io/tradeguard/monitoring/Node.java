package io.tradeguard.monitoring;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** By what name an operator knows this process among others. */
final class Node {
  private Node() {}

  /** Returns host and process id, such as {@code web1-4711}. */
  static String name() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "node";
    }
    return host + "-" + ProcessHandle.current().pid();
  }
}
