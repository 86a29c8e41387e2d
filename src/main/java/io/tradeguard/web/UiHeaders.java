package io.tradeguard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Headers of the console's files: nothing inline runs, nothing foreign loads, nobody frames it, and
 * no string becomes markup.
 */
@WebFilter(urlPatterns = {"/ui/*", UiHeaders.WEB_JARS + "*"})
public class UiHeaders extends HttpFilter {
  static final String WEB_JARS = "/webjars/";

  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cache-Control", caching(request.getServletPath()));
    chain.doFilter(request, response);
  }

  // A WebJar's address names its version, so its content never changes; ours is asked for anew.
  private static String caching(String path) {
    return path.startsWith(WEB_JARS) ? "public, max-age=31536000, immutable" : "no-cache";
  }
}
