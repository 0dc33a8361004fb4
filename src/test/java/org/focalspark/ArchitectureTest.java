package org.focalspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The packages of the design, what each may use, and how many types each may have. */
@AnalyzeClasses(packages = "org.focalspark", importOptions = ArchitectureTest.WithoutTests.class)
@ArchTag("once")
class ArchitectureTest {
    private static final Set<String> API = Set.of(
            "org.focalspark",
            "org.focalspark.classification",
            "org.focalspark.evaluation",
            "org.focalspark.tuning",
            "org.focalspark.feature",
            "org.focalspark.export");

    /** In packages whose other types are for our own packages; the same are in the API check of src/release/pom.xml. */
    private static final String API_TYPES =
            "org\\.focalspark\\.(param\\.Focal\\w*(Params|Setters)|saving\\.ReplacingWriter)";

    private static final Set<String> DOORS = Set.of("FitPlan", "FittedModels", "MarginMetric");

    /** A reader takes in about so many. */
    private static final int MOST_TYPES = 40;

    /** In any build directory; ArchUnit's own option looks for tests in target/test-classes alone. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    /** Which packages a package may use, from the top down; those at the end use none of ours. */
    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("app")
            .definedBy("org.focalspark.app..")
            .layer("export")
            .definedBy("org.focalspark.export")
            .layer("tuning")
            .definedBy("org.focalspark.tuning..")
            .layer("classification")
            .definedBy("org.focalspark.classification..")
            .layer("evaluation")
            .definedBy("org.focalspark.evaluation..")
            .layer("feature")
            .definedBy("org.focalspark.feature..")
            .layer("model")
            .definedBy("org.focalspark.model..")
            .layer("param")
            .definedBy("org.focalspark.param..")
            .layer("saving")
            .definedBy("org.focalspark.saving..")
            .layer("format")
            .definedBy("org.focalspark.export.format..")
            .layer("training")
            .definedBy("org.focalspark.training..")
            .layer("objective")
            .definedBy("org.focalspark.objective..")
            .layer("compat")
            .definedBy("org.focalspark.compat..")
            .layer("table")
            .definedBy("org.focalspark.table..")
            .layer("storage")
            .definedBy("org.focalspark.storage..")
            .layer("loss")
            .definedBy("org.focalspark.loss..")
            .whereLayer("app")
            .mayOnlyAccessLayers(
                    "classification", "evaluation", "tuning", "feature", "export", "storage", "table", "param")
            .whereLayer("export")
            .mayOnlyAccessLayers("classification", "model", "param", "format", "loss", "storage")
            .whereLayer("tuning")
            .mayOnlyAccessLayers(
                    "classification", "evaluation", "model", "param", "saving", "compat", "training", "loss")
            .whereLayer("classification")
            .mayOnlyAccessLayers("evaluation", "model", "param", "saving", "compat", "training", "loss")
            .whereLayer("evaluation")
            .mayOnlyAccessLayers("model", "param", "saving", "compat", "training", "loss")
            .whereLayer("feature")
            .mayOnlyAccessLayers("param", "saving", "compat", "table")
            .whereLayer("model")
            .mayOnlyAccessLayers("param", "saving", "compat", "training", "loss")
            .whereLayer("param")
            .mayOnlyAccessLayers("compat", "training", "loss")
            .whereLayer("saving")
            .mayOnlyAccessLayers("compat", "storage")
            .whereLayer("format")
            .mayOnlyAccessLayers("loss")
            .whereLayer("training")
            .mayOnlyAccessLayers("objective", "loss")
            .whereLayer("objective")
            .mayOnlyAccessLayers("loss")
            .whereLayer("compat")
            .mayNotAccessAnyLayer()
            .whereLayer("table")
            .mayNotAccessAnyLayer()
            .whereLayer("storage")
            .mayNotAccessAnyLayer()
            .whereLayer("loss")
            .mayNotAccessAnyLayer();

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
            .resideInAPackage("org.focalspark.export.format..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "ai.onnx.proto..",
                    "com.google.protobuf..",
                    "org.focalspark.loss..",
                    "org.focalspark.export.format..");

    /** Any other class could not be loaded where the optional library is not. */
    @ArchTest
    static final ArchRule onnxIsBehindOneDoor = noClasses()
            .that()
            .haveNameNotMatching("org\\.focalspark\\.export\\.format\\.Onnx.*")
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

    /** A recipe over input and solvers, which do not know each other; all start Spark jobs or fail as those do. */
    @ArchTest
    static final ArchRule partsOfTraining = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("recipe")
            .definedBy("org.focalspark.training")
            .layer("input")
            .definedBy("org.focalspark.training.input..")
            .layer("solver")
            .definedBy("org.focalspark.training.solver..")
            .layer("job")
            .definedBy("org.focalspark.training.job..")
            .whereLayer("recipe")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("input")
            .mayOnlyBeAccessedByLayers("recipe")
            .whereLayer("solver")
            .mayOnlyBeAccessedByLayers("recipe")
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("recipe", "input", "solver");

    @ArchTest
    static final ArchRule tilesDoNotKnowLosses = noClasses()
            .that()
            .resideInAPackage("org.focalspark.loss.tile..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.focalspark.loss");

    @ArchTest
    static final ArchRule breezeIsForTheSolvers = noClasses()
            .that()
            .resideOutsideOfPackage("org.focalspark.training.solver..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("breeze..");

    /** Spark's shared param traits are reached through compat's SparkLogisticParams. */
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
            .areDeclaredInClassesThat(DescribedPredicate.describe("users see", ArchitectureTest::isSeenByUsers))
            .should()
            .haveRawReturnType(DescribedPredicate.describe("of a layer below", ArchitectureTest::isBelowTheApi))
            .orShould()
            .haveRawParameterTypes(DescribedPredicate.describe(
                    "of a layer below", types -> types.stream().anyMatch(ArchitectureTest::isBelowTheApi)));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.focalspark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void noPackageIsTooLarge(JavaClasses all) {
        Map<String, Long> sizes = all.stream()
                .filter(type -> type.getEnclosingClass().isEmpty()
                        && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES));
    }

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
            .that(DescribedPredicate.describe("users see", ArchitectureTest::isSeenByUsers))
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

    /** All public types of these packages but the doors through which our packages reach each other. */
    private static boolean isSeenByUsers(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        boolean inside = API.contains(outermost.getPackageName()) && !DOORS.contains(outermost.getSimpleName());
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && outermost.getModifiers().contains(JavaModifier.PUBLIC)
                && (inside || outermost.getName().matches(API_TYPES));
    }

    private static boolean isBelowTheApi(JavaClass type) {
        return Stream.of("training", "objective", "export.format", "table", "loss", "model", "storage")
                .map(name -> "org.focalspark." + name)
                .anyMatch(name -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."));
    }
}
