package io.tradeguard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Answers methods that nothing outside the API supports: 405 where there is a file, 404 where there
 * is none. Servers would say 501 or 403, or take a POST for a GET.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class FileMethods extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> READING = Set.of("GET", "HEAD");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String servlet = request.getServletPath();
    if (servlet.equals("/api") || READING.contains(request.getMethod())) {
      chain.doFilter(request, response);
      return;
    }
    String info = request.getPathInfo();
    String path = servlet + (info == null ? "" : info);
    if (request.getServletContext().getResource(path.isEmpty() ? "/" : path) == null) {
      ErrorServlet.write(response, HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("Allow", "GET, HEAD, OPTIONS");
    if (request.getMethod().equals("OPTIONS")) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      ErrorServlet.write(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }
  }
}
