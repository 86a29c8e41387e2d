package example;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** A service that knows nothing of Tradeguard but what {@link Tradeguard} does for it. */
@ApplicationPath("")
public class ExampleApplication extends Application {}
