package org.focalspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of the design: app, API, training, objective, loss; the API also on compat and export, both on storage. */
@AnalyzeClasses(packages = "org.focalspark", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
    /** In any build directory; ArchUnit's own option looks for tests in target/test-classes alone. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("app")
            .definedBy("org.focalspark.app..")
            .layer("api")
            .definedBy("org.focalspark")
            .layer("compat")
            .definedBy("org.focalspark.compat..")
            .layer("training")
            .definedBy("org.focalspark.training..")
            .layer("objective")
            .definedBy("org.focalspark.objective..")
            .layer("loss")
            .definedBy("org.focalspark.loss..")
            .layer("export")
            .definedBy("org.focalspark.export..")
            .layer("storage")
            .definedBy("org.focalspark.storage..")
            .layer("table")
            .definedBy("org.focalspark.table..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("compat")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("objective")
            .mayOnlyBeAccessedByLayers("training")
            .whereLayer("loss")
            .mayOnlyBeAccessedByLayers("objective", "training", "export", "api")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("app", "api")
            .whereLayer("table")
            .mayOnlyBeAccessedByLayers("app", "api");

    @ArchTest
    static final ArchRule tableKnowsTheJdk = classes()
            .that()
            .resideInAPackage("org.focalspark.table..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.focalspark.table..");

    @ArchTest
    static final ArchRule lossKnowsTheJdk = classes()
            .that()
            .resideInAPackage("org.focalspark.loss..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.focalspark.loss..");

    @ArchTest
    static final ArchRule objectiveKnowsTheJdkAndTheLosses = classes()
            .that()
            .resideInAPackage("org.focalspark.objective..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jdk.incubator.vector..",
                    "org.jspecify..",
                    "org.focalspark.loss..",
                    "org.focalspark.objective..");

    @ArchTest
    static final ArchRule exportKnowsTheJdkTheLossesAndOnnx = classes()
            .that()
            .resideInAPackage("org.focalspark.export..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "ai.onnx.proto..",
                    "com.google.protobuf..",
                    "org.focalspark.loss..",
                    "org.focalspark.export..");

    /** Any other class could not be loaded where the optional library is not. */
    @ArchTest
    static final ArchRule onnxIsBehindOneDoor = noClasses()
            .that()
            .haveNameNotMatching("org\\.focalspark\\.export\\.Onnx.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnx..", "org.tribuo..", "com.google.protobuf..");

    /** Any other class could not be loaded where the module is not. */
    @ArchTest
    static final ArchRule theVectorApiIsForTheVectorKernel = noClasses()
            .that()
            .haveNameNotMatching(
                    "org\\.focalspark\\.objective\\.Vector(Kernel|Products|Columns|Doubles|Floats|TileMath)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator..");

    /** The report is given what it shows; only the job knows everything. */
    @ArchTest
    static final ArchRule layersOfTheApplication = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("job")
            .definedBy("org.focalspark.app")
            .layer("report")
            .definedBy("org.focalspark.app.report..")
            .layer("metrics")
            .definedBy("org.focalspark.app.metrics..")
            .layer("data")
            .definedBy("org.focalspark.app.data..")
            .layer("config")
            .definedBy("org.focalspark.app.config..")
            .layer("text")
            .definedBy("org.focalspark.app.text..")
            .whereLayer("job")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("job", "metrics")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("job", "metrics", "data")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("job", "metrics", "data", "config");

    @ArchTest
    static final ArchRule noCyclesInTheApplication =
            slices().matching("org.focalspark.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule breezeIsForTraining = noClasses()
            .that()
            .resideOutsideOfPackage("org.focalspark.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("breeze..");

    /** Spark's shared param traits are reached through compat's LogisticParams. */
    @ArchTest
    static final ArchRule sparksPrivatePartsAreForCompat = noClasses()
            .that()
            .resideOutsideOfPackage("org.focalspark.compat..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are private to Spark in Scala",
                    (JavaClass type) -> type.getName().matches("org\\.apache\\.spark\\.ml\\.(param\\.shared|impl)\\..*")
                            || type.getName()
                                    .matches(
                                            "org\\.apache\\.spark\\.ml\\.util\\.(DefaultParams(Reader|Writer)|"
                                                    + "Instrumentation|MetadataUtils|DatasetUtils|SchemaUtils|HasTrainingSummary).*")
                            || type.getName()
                                    .matches("org\\.apache\\.spark\\.ml\\.tuning\\.(Validator|CrossValidator|"
                                            + "TrainValidationSplit)Params.*")
                            || type.getName().matches("org\\.apache\\.spark\\.ml\\.feature\\.Instance.*")));

    /** Both changed between Spark 3.5 and 4, so that one class file could not serve both. */
    @ArchTest
    static final ArchRule noTypeThatSparkHasMoved = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.json4s..")
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "Dataset.sqlContext",
                    (JavaMethodCall call) -> call.getTarget().getName().equals("sqlContext")));

    @ArchTest
    static final ArchRule theApiShowsNoLayerBelow = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("org.focalspark")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(DescribedPredicate.describe("of a layer below", ArchitectureTest::isBelowTheApi))
            .orShould()
            .haveRawParameterTypes(DescribedPredicate.describe(
                    "of a layer below", types -> types.stream().anyMatch(ArchitectureTest::isBelowTheApi)));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.focalspark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheApplicationTalksToTheConsole = noClasses()
            .that()
            .resideOutsideOfPackage("org.focalspark.app..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule noMutableStatics = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("org.focalspark..")
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule publicTypesOfTheApiAreFinalOrAbstract = classes()
            .that()
            .resideInAPackage("org.focalspark")
            .and()
            .arePublic()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT);

    @ArchTest
    static final ArchRule noClassNamedAfterNothing = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager");

    private static boolean isBelowTheApi(JavaClass type) {
        return type.getPackageName().startsWith("org.focalspark.training")
                || type.getPackageName().startsWith("org.focalspark.objective")
                || type.getPackageName().startsWith("org.focalspark.export")
                || type.getPackageName().startsWith("org.focalspark.table")
                || type.getPackageName().startsWith("org.focalspark.loss");
    }
}
