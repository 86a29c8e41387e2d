package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.settings.SettingException;
import io.tradeguard.web.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CategoryCheckTest {

  /** An endpoint with a category of its own. */
  @Path("reports")
  public static class ReportsResource {
    @GET
    @RateLimited("reports")
    public String get() {
      return "";
    }
  }

  /** Endpoints that share a category. */
  @Path("exports")
  @RateLimited("exports")
  public static class ExportsResource {}

  @Test
  void anUnlistedCategoryStopsTheStart() {
    assertThatThrownBy(
            () ->
                CategoryCheck.refuseUnknown(
                    List.of(ReportsResource.class), Set.of("default", "exports")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tradeguard.rate-limit.categories")
        .hasMessageContaining("'reports'");
    assertThatThrownBy(
            () -> CategoryCheck.refuseUnknown(List.of(ExportsResource.class), Set.of("reports")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("'exports'");
  }

  @Test
  void listedCategoriesPass() {
    assertThatCode(
            () ->
                CategoryCheck.refuseUnknown(
                    List.of(ReportsResource.class, ExportsResource.class),
                    Set.of("reports", "exports")))
        .doesNotThrowAnyException();
  }
}
