package io.github.dynamodbtoolkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.expression.CachedExpressionEvaluator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of this module's house.
 */
@AnalyzeClasses(packagesOf = { DynamoDbToolkitAutoConfiguration.class, TableClients.class },
		importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.github.dynamodbtoolkit.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule adaptersDoNotKnowTheirAutoConfiguration = noClasses().that()
		.resideInAPackage("..dynamodbtoolkit.spring..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("..dynamodbtoolkit.autoconfigure..");

	@ArchTest
	static final ArchRule micrometerStaysAtTheEdge = noClasses().that()
		.resideOutsideOfPackages("..spring.metrics..", "..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule theSdkStaysWithTheClients = noClasses().that()
		.resideOutsideOfPackages("io.github.dynamodbtoolkit.spring", "..autoconfigure..", "..dynamodbtoolkit.table..",
				"..dynamodbtoolkit.value..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("software.amazon.awssdk..");

	/**
	 * What annotations say is, by Spring's cached evaluator; never what comes as data.
	 */
	@ArchTest
	static final ArchRule nobodyParsesExpressions = noClasses().should()
		.callMethodWhere(target(nameMatching("parse(Expression|Raw)")));

	@ArchTest
	static final ArchRule expressionsAreParsedInOnePlace = noClasses().that()
		.doNotHaveFullyQualifiedName(AnnotationExpressions.class.getName())
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.expression..")
		.orShould()
		.beAssignableTo(CachedExpressionEvaluator.class);

	@ArchTest
	static final ArchRule nobodyLooksAtTheClock = noClasses().should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(java.time.Instant.class, "now");

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().that()
		.areTopLevelClasses()
		.should(new ArchCondition<>("reside in a null-marked package") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked, type.getFullName()));
			}
		});

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMethods = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule failureAnalyzersAreHidden = classes().that()
		.areAssignableTo(FailureAnalyzer.class)
		.should()
		.bePackagePrivate();

}
