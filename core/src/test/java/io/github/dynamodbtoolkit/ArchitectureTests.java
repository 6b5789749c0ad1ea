package io.github.dynamodbtoolkit;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the house: features side by side on {@code value} and {@code table},
 * nothing but {@code table} knows DynamoDB, and only its time source knows the time.
 * Packages of features that do not exist yet break no rule.
 */
@AnalyzeClasses(packages = "io.github.dynamodbtoolkit",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeLocal.class })
class ArchitectureTests {

	private static final String ROOT = "io.github.dynamodbtoolkit.";

	private static final String[] FEATURES = { ROOT + "cache..", ROOT + "dedupe..", ROOT + "ratelimit..",
			ROOT + "flags..", ROOT + "apps..", ROOT + "nextjs.." };

	private static final String METRICS = ROOT + "metrics..";

	private static final String TABLE = ROOT + "table..";

	private static final String VALUE = ROOT + "value..";

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule featuresDoNotKnowEachOther = slices()
		.matching(ROOT + "(cache|dedupe|ratelimit|flags|apps|nextjs)..")
		.should()
		.notDependOnEachOther()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule theFloorKnowsNoFeature = noClasses().that()
		.resideInAnyPackage(TABLE, VALUE, METRICS)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(FEATURES);

	@ArchTest
	static final ArchRule tableDoesNotKnowValue = noClasses().that()
		.resideInAPackage(TABLE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(VALUE);

	@ArchTest
	static final ArchRule metricsKnowNothing = noClasses().that()
		.resideInAPackage(METRICS)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(TABLE, VALUE);

	@ArchTest
	static final ArchRule onlyTableKnowsTheSdk = noClasses().that()
		.resideOutsideOfPackage(TABLE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("software.amazon.awssdk..", "io.github.resilience4j..");

	@ArchTest
	static final ArchRule onlyTheTimeSourceKnowsTheTime = noClasses().that(areNotTheTimeSource())
		.should()
		.accessTargetWhere(readsAClock());

	@ArchTest
	static final ArchRule onlyTheTimeSourceSleeps = noClasses().that(areNotTheTimeSource())
		.should()
		.accessTargetWhere(sleeps());

	@ArchTest
	static final ArchRule implementationsAreHidden = classes().that()
		.resideInAnyPackage(FEATURES)
		.and()
		.haveSimpleNameStartingWith("DynamoDb")
		.should()
		.bePackagePrivate()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().should(beInANullMarkedPackage());

	@ArchTest
	static final ArchRule coreIsPlainJava = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "io.micrometer..", "io.awspring..");

	@ArchTest
	static final ArchRule storedBytesNameNoClassToLoad = noClasses().should()
		.dependOnClassesThat()
		.haveFullyQualifiedName("java.io.ObjectInputStream")
		.orShould()
		.accessTargetWhere(isCalled(Class.class, "forName"))
		.orShould()
		.accessTargetWhere(hasAName("activateDefaultTyping\\w*"));

	/** Listing apps is for administration, and off unless it is allowed. */
	@ArchTest
	static final ArchRule onlyTheListOfAppsScans = noClasses().that()
		.resideOutsideOfPackage(ROOT + "apps..")
		.and()
		.doNotHaveFullyQualifiedName(TableClient.class.getName())
		.should()
		.dependOnClassesThat()
		.haveNameMatching("software\\.amazon\\.awssdk\\.services\\.dynamodb\\..*\\bScan\\w+")
		.orShould()
		.accessTargetWhere(hasAName("scan\\w*"));

	/** The module that our tests use. */
	static final class DoNotIncludeLocal implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/dynamodbtoolkit/local/");
		}

	}

	private static DescribedPredicate<JavaClass> areNotTheTimeSource() {
		return DescribedPredicate.describe("are not the time source",
				(candidate) -> !candidate.getFullName().startsWith(TimeSource.class.getName()));
	}

	private static DescribedPredicate<JavaAccess<?>> readsAClock() {
		return DescribedPredicate.describe("reads a clock", (access) -> {
			JavaClass owner = access.getTargetOwner();
			String method = access.getName();
			return owner.getPackageName().equals("java.time") && method.equals("now")
					|| owner.isEquivalentTo(System.class) && Set.of("currentTimeMillis", "nanoTime").contains(method)
					|| owner.isAssignableTo(Clock.class) && method.startsWith("system")
					|| owner.isEquivalentTo(InstantSource.class) && method.equals("system");
		});
	}

	private static DescribedPredicate<JavaAccess<?>> sleeps() {
		return DescribedPredicate.describe("sleeps", (access) -> {
			JavaClass owner = access.getTargetOwner();
			return owner.isEquivalentTo(LockSupport.class) && access.getName().startsWith("park")
					|| (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class))
							&& access.getName().equals("sleep");
		});
	}

	private static DescribedPredicate<JavaAccess<?>> isCalled(Class<?> owner, String method) {
		return DescribedPredicate.describe("is " + owner.getSimpleName() + "." + method,
				(access) -> access.getTargetOwner().isEquivalentTo(owner) && access.getName().equals(method));
	}

	private static DescribedPredicate<JavaAccess<?>> hasAName(String pattern) {
		return DescribedPredicate.describe("is named " + pattern, (access) -> access.getName().matches(pattern));
	}

	private static ArchCondition<JavaClass> beInANullMarkedPackage() {
		return new ArchCondition<>("be in a @NullMarked package") {
			@Override
			public void check(JavaClass candidate, ConditionEvents events) {
				if (!candidate.getPackage().isAnnotatedWith(NullMarked.class)) {
					events.add(SimpleConditionEvent.violated(candidate,
							candidate.getFullName() + " is in a package that is not @NullMarked"));
				}
			}
		};
	}

}
