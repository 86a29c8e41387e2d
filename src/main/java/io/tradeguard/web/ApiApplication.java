package io.tradeguard.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The HTTP API: every resource, filter and mapper of the WAR, found by the server's scan. */
@ApplicationPath("api")
public class ApiApplication extends Application {}
