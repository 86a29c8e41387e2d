package io.tradeguard.http.admission;

import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Both proxies before the shared server and a backend of one test class's own. */
final class FrontProxies implements AutoCloseable {
  private final Backend backend = new Backend();
  private final Map<FrontProxy.Kind, FrontProxy> proxies = new EnumMap<>(FrontProxy.Kind.class);

  /**
   * Starts them.
   *
   * @param question what is asked, in place of the files' own
   */
  FrontProxies(String question) throws IOException {
    URI tradeguard = ProxiedServer.get().base();
    for (FrontProxy.Kind kind : FrontProxy.Kind.values()) {
      proxies.put(kind, new FrontProxy(kind, question, tradeguard, backend.base()));
    }
  }

  FrontProxy get(FrontProxy.Kind kind) {
    return Objects.requireNonNull(proxies.get(kind));
  }

  Backend backend() {
    return backend;
  }

  @Override
  public void close() {
    proxies.values().forEach(FrontProxy::close);
    backend.close();
  }
}
