package io.tradeguard.monitoring;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The beans {@code io.tradeguard:type=…} in the process's MBean server, from construction to close.
 * A name that another deployment in the same process has already is left to it.
 */
final class ManagementBeans implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ManagementBeans.class.getName());
  private static final String DOMAIN = "io.tradeguard:type=";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> registered = new ArrayList<>();

  /**
   * Registers beans.
   *
   * @param beans by type
   */
  ManagementBeans(Map<String, Object> beans) {
    beans.forEach(this::register);
  }

  private void register(String type, Object bean) {
    try {
      registered.add(server.registerMBean(bean, new ObjectName(DOMAIN + type)).getObjectName());
    } catch (InstanceAlreadyExistsException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}{1} belongs to another deployment in this process",
          DOMAIN,
          type);
    } catch (JMException e) {
      throw new IllegalStateException("Cannot register " + DOMAIN + type, e);
    }
  }

  @Override
  public void close() {
    for (ObjectName name : registered) {
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0} is gone already", name);
      } catch (JMException e) {
        LOG.log(System.Logger.Level.WARNING, "Cannot unregister " + name, e);
      }
    }
    registered.clear();
  }
}
