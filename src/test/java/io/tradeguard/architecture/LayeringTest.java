package io.tradeguard.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.tradeguard.account.LoginGate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may know what. The rooms are the folders below {@code io.tradeguard}. */
class LayeringTest {
  private static final List<String> ROOMS =
      List.of(
          "settings",
          "web",
          "database",
          "account",
          "ratelimit",
          "quota",
          "store",
          "files",
          "upload",
          "marketdata",
          "backtest",
          "admission",
          "monitoring",
          "admin");

  private static final JavaClasses MAIN = ClassFiles.MAIN;

  /** The rooms that each lower room may know; the others may know whatever makes no cycle. */
  @ParameterizedTest
  @CsvSource({
    "settings, ''",
    "database, settings",
    "web, settings database",
    "account, settings web database",
    "ratelimit, settings web database account",
    "admission, settings web account ratelimit",
    "quota, settings database account",
    "marketdata, ''",
    "store, settings web database quota",
    "files, settings web database account quota store marketdata",
    "upload, settings web database account quota store files marketdata",
  })
  void aRoomKnowsOnlyThoseBelowIt(String room, String below) {
    List<String> known = new ArrayList<>(Arrays.asList(below.split(" ", -1)));
    known.add(room);
    String[] unknown =
        ROOMS.stream()
            .filter(other -> !known.contains(other))
            .map(LayeringTest::inside)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(inside(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unknown)
        .check(MAIN);
  }

  @Test
  void everyRoomIsNamedHere() {
    classes()
        .should()
        .resideInAnyPackage(ROOMS.stream().map(LayeringTest::inside).toArray(String[]::new))
        .check(MAIN);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("io.tradeguard.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void limitsAndUploadsNeverMeet() {
    noClasses()
        .that()
        .resideInAPackage(inside("ratelimit"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(inside("upload"), inside("files"), inside("store"), inside("quota"))
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(inside("upload"), inside("files"), inside("store"), inside("quota"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("ratelimit"))
        .check(MAIN);
  }

  @Test
  void quotaKnowsNoHttp() {
    noClasses()
        .that()
        .resideInAPackage(inside("quota"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..", inside("web"))
        .check(MAIN);
  }

  @Test
  void onlyAdminReadsMonitoring() {
    noClasses()
        .that()
        .resideOutsideOfPackages(inside("admin"), inside("monitoring"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("monitoring"))
        .check(MAIN);
  }

  @Test
  void nothingKnowsAdmin() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("admin"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("admin"))
        .check(MAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "redis.clients.., ratelimit.redis",
    "software.amazon.., store.s3",
    "org.flywaydb.., database",
    "de.siegmar.fastcsv.., marketdata",
    "io.micrometer.., monitoring",
    "org.apache.commons.fileupload2.., upload.form",
    "org.apache.tika.., upload.content",
  })
  void aLibraryStaysInItsRoom(String library, String room) {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside(room))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(MAIN);
  }

  @Test
  void noServerOrProviderIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.glassfish..",
            "org.jboss..",
            "org.wildfly..",
            "io.undertow..",
            "fish.payara..",
            "org.eclipse.persistence..",
            "org.hibernate..")
        .check(MAIN);
  }

  @Test
  void noStandardRoleAnnotationIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("jakarta.annotation.security.RolesAllowed")
        .check(MAIN);
  }

  @ParameterizedTest
  @CsvSource({"ratelimit, redis", "ratelimit, memory", "store, disk", "store, s3"})
  void anAdapterImplementsItsParentsInterface(String parent, String adapter) {
    String home = "io.tradeguard." + parent;

    assertThat(MAIN)
        .filteredOn(type -> type.getPackageName().equals(home + "." + adapter))
        .flatMap(JavaClass::getAllRawInterfaces)
        .extracting(JavaClass::getPackageName)
        .contains(home);
  }

  @Test
  void theWireKnowsNothingOfLimits() {
    noClasses()
        .that()
        .resideInAPackage(inside("ratelimit.redis.wire"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tradeguard.ratelimit",
            "io.tradeguard.ratelimit.redis",
            inside("ratelimit.memory"),
            inside("settings"))
        .check(MAIN);
  }

  @Test
  void theLimiterStandsBehindTheLoginGate() {
    classes()
        .that()
        .implement(LoginGate.class)
        .should()
        .resideInAPackage(inside("ratelimit"))
        .check(MAIN);
  }

  private static String inside(String room) {
    return "io.tradeguard." + room + "..";
  }
}
