package io.tradeguard.testing;

import com.sun.tools.attach.VirtualMachine;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reaches the MXBeans of a running server as jconsole does: by attaching to its process. */
public final class Management {
  private Management() {}

  /** Calls an operation without arguments of {@code io.tradeguard:type=…}. */
  @SuppressWarnings("BanJNDI") // The address is that of a process of this machine.
  public static Object invoke(ProcessHandle server, String type, String operation)
      throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
    try {
      JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
      try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        return connection.invoke(
            new ObjectName("io.tradeguard:type=" + type), operation, null, null);
      }
    } finally {
      machine.detach();
    }
  }
}
