package io.tradeguard.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem document (RFC 9457). Its detail is for the client: no class name, SQL or path may be in
 * it.
 *
 * @param type a URI, {@code about:blank} where the status says all
 * @param members what else the document tells, in order, by name in snake_case or as the contract
 *     spells it
 * @param headers what the answer carries beside the document
 */
public record Problem(
    String type,
    int status,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers) {
  public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");
  private static final String BLANK = "about:blank";

  public Problem {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    headers = Map.copyOf(headers);
  }

  public static Problem of(int status, String detail) {
    return new Problem(BLANK, status, detail, Map.of(), Map.of());
  }

  public static Problem of(Response.Status status, String detail) {
    return of(status.getStatusCode(), detail);
  }

  public Problem withType(String uri) {
    return new Problem(uri, status, detail, members, headers);
  }

  /** Returns this problem with one more member; the value is a string, number, boolean or list. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(type, status, detail, more, headers);
  }

  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(type, status, detail, members, more);
  }

  /** Returns the answer that carries this document. */
  public Response toResponse() {
    Response.ResponseBuilder response =
        Response.status(status, title()).type(MEDIA_TYPE).entity(Json.write(document()));
    headers.forEach(response::header);
    return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type);
    document.put("title", title());
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(members);
    return document;
  }

  private String title() {
    if (status == 422) {
      return "Unprocessable Content";
    }
    if (status == 507) {
      return "Insufficient Storage";
    }
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
