package io.tradeguard.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the build could not see: tests that never run because of their name, or that hold none. */
class TestHabitsTest {
  private static final Set<String> TEST_ANNOTATIONS =
      Set.of(
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.api.RepeatedTest",
          "org.junit.jupiter.api.TestFactory",
          "org.junit.jupiter.params.ParameterizedTest",
          "net.jqwik.api.Property",
          "net.jqwik.api.Example");

  private static final JavaClasses TESTS = ClassFiles.TESTS;

  @Test
  void aClassNamedAsATestHoldsOne() {
    classes()
        .that()
        .haveNameMatching(".*(Test|IT)")
        .and()
        .areTopLevelClasses()
        .should(holdTests())
        .check(TESTS);
  }

  @Test
  void aClassThatHoldsTestsIsNamedAsOne() {
    classes()
        .that(DescribedPredicate.describe("hold tests", TestHabitsTest::holdsTests))
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .and()
        .areNotInterfaces()
        .should()
        .haveNameMatching(".*(Test|IT)")
        .check(TESTS);
  }

  @Test
  void whoUsesTheSharedServerTakesTurns() {
    classes()
        .that()
        .resideOutsideOfPackage("io.tradeguard.testing")
        .and(
            DescribedPredicate.describe(
                "use the shared server",
                (JavaClass type) ->
                    type.getMethodCallsFromSelf().stream()
                        .anyMatch(
                            call ->
                                call.getTargetOwner().isEquivalentTo(TestServer.class)
                                    && call.getName().equals("shared"))))
        .should()
        .beAnnotatedWith(UsesSharedServer.class)
        // Its suites have it alone.
        .orShould()
        .haveFullyQualifiedName("io.tradeguard.http.upload.Node")
        .check(TESTS);
  }

  @Test
  void noTestIsDisabled() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "(org\\.junit\\.jupiter\\.api|net\\.jqwik\\.api)\\.(condition\\.)?Disabled.*")
        .check(TESTS);
  }

  private static boolean holdsTests(JavaClass type) {
    return type.getAllMethods().stream().anyMatch(TestHabitsTest::isTest);
  }

  private static boolean isTest(JavaMethod method) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> TEST_ANNOTATIONS.contains(annotation.getRawType().getName()));
  }

  private static ArchCondition<JavaClass> holdTests() {
    return new ArchCondition<>("hold tests") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean nested =
            TESTS.stream()
                .anyMatch(
                    other -> other.getName().startsWith(type.getName() + "$") && holdsTests(other));
        events.add(
            new SimpleConditionEvent(
                type, nested || holdsTests(type), type.getName() + " holds a test or none"));
      }
    };
  }
}
