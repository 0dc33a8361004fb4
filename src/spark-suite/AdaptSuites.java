import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns Spark's own test suites of LogisticRegression into suites of FocalLogisticRegression with gamma 0. src/spark-suite/pom.xml runs it as {@code java AdaptSuites.java directory}, where the directory holds Spark's sources in {@code spark}; what they
 * become goes to {@code sources}, and their names into the files {@code scala-sources.txt} and {@code java-sources.txt}.
 *
 * <p>Each change says why it is made and in how many places. Should another Spark have more or fewer, this fails and
 * somebody looks.
 */
final class AdaptSuites {
    private static final String PACKAGE = "org/apache/spark/ml/";
    private static final String JAVA = ".java";

    private static final Change NAMES = new Change(
            "Under Spark's names, the suites mean our classes.",
            1,
            "^package .*$",
            """
            $0

            import org.focalspark.classification.{FocalLogisticRegression => LogisticRegression}
            import org.focalspark.classification.{FocalLogisticRegressionModel => LogisticRegressionModel}
            import org.focalspark.classification.LogisticModels""");

    private static final Change ESTIMATORS = new Change(
            "Spark's estimator has no gamma; ours is 2 by default.",
            Change.SOME,
            "new LogisticRegression\\b(\\(\\))?",
            "LogisticModels.estimator()");

    private static final Change MODELS = new Change(
            "The constructors of both models are private to their own package.",
            Change.ANY,
            "new LogisticRegressionModel\\(",
            "LogisticModels.model(");

    private static final Change JAVA_IMPORTS = new Change(
            "Java renames nothing that it imports.",
            1,
            "^package .*$",
            """
            $0

            import org.focalspark.classification.FocalLogisticRegression;
            import org.focalspark.classification.FocalLogisticRegressionModel;""");

    private static final Change JAVA_NAMES = new Change(
            "The suites mean our classes. What follows a dot is an import of Spark's, which does no harm.",
            Change.ANY,
            "(?<!\\.)\\bLogisticRegression(Model)?\\b",
            "Focal$0");

    private static final Change JAVA_ESTIMATORS = new Change(
            "As ESTIMATORS; LogisticModels is compiled by scalac, which these do not wait for.",
            Change.SOME,
            "new LogisticRegression\\(\\)",
            "new FocalLogisticRegression().setGamma(0.0)");

    private static final Change IMPORTS = new Change(
            "Outside their package, Spark's classes are imported.",
            1,
            "\\{LogisticRegression, LogisticRegressionModel, OneVsRest\\}",
            "OneVsRest");

    private static final List<Suite> SUITES = List.of(
            new Suite(
                    "classification/LogisticRegressionSuite.scala",
                    new Change(
                            "Scala applies no arguments to the result of a Java method written without parentheses.",
                            2,
                            "(model\\.(coefficientMatrix|interceptVector))(?=\\(k)",
                            "$1()"),
                    new Change(
                            "setSummary is private to Spark; our model has its summary from the constructor.",
                            1,
                            "    model\\.setSummary\\(None\\)\n    assert\\(!model\\.hasSummary\\)\n",
                            ""),
                    new Change("A model says its own name.", 1, "\"(?=LogisticRegressionModel: uid)", "\"Focal")),
            new Suite(
                    "classification/OneVsRestSuite.scala",
                    new Change(
                            "The mock extends Spark's class, since ours is final.",
                            1,
                            "(?<=extends )LogisticRegression\\(uid\\)",
                            "org.apache.spark.ml.classification.LogisticRegression(uid)"),
                    new Change(
                            "So does its model.",
                            1,
                            "(?<=train\\(dataset: Dataset\\[_\\]\\): )LogisticRegressionModel",
                            "org.apache.spark.ml.classification.LogisticRegressionModel")),
            new Suite("tuning/CrossValidatorSuite.scala", IMPORTS),
            new Suite("tuning/TrainValidationSplitSuite.scala", IMPORTS),
            new Suite("JavaPipelineSuite.java"),
            new Suite("classification/JavaLogisticRegressionSuite.java"),
            new Suite("classification/JavaOneVsRestSuite.java"),
            new Suite("tuning/JavaCrossValidatorSuite.java"));

    private static final List<Change> OF_ALL_IN_SCALA = List.of(NAMES, ESTIMATORS, MODELS);

    private static final List<Change> OF_ALL_IN_JAVA = List.of(JAVA_ESTIMATORS, JAVA_NAMES, JAVA_IMPORTS);

    private AdaptSuites() {}

    /** A source of Spark's, and what is changed in it beside what is changed in all. */
    private record Suite(String path, Change... changes) {
        String adapt(String source) {
            String suite = source;
            for (Change change : changes) {
                suite = change.applyTo(suite, path);
            }
            for (Change change : path.endsWith(JAVA) ? OF_ALL_IN_JAVA : OF_ALL_IN_SCALA) {
                suite = change.applyTo(suite, path);
            }
            return suite;
        }
    }

    /** A replacement, and the number of places in which it is to be made. */
    private record Change(String reason, int places, String pattern, String replacement) {
        static final int ANY = -1;
        static final int SOME = -2;

        String applyTo(String suite, String path) {
            Pattern compiled = Pattern.compile(pattern, Pattern.MULTILINE);
            long found = compiled.matcher(suite).results().count();
            if (places == SOME ? found == 0 : places != ANY && found != places) {
                throw new IllegalStateException(String.format(
                        "Spark's %s has changed: /%s/ is there %d times, not %s. It was to be replaced because: %s",
                        path, pattern, found, places == SOME ? "at least once" : places, reason));
            }
            return compiled.matcher(suite).replaceAll(replacement);
        }
    }

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        List<String> scalaSources = new ArrayList<>();
        List<String> javaSources = new ArrayList<>();
        for (Suite suite : SUITES) {
            Path target = directory.resolve("sources").resolve(PACKAGE + suite.path());
            Files.createDirectories(target.getParent());
            Files.writeString(
                    target, suite.adapt(Files.readString(directory.resolve("spark").resolve(PACKAGE + suite.path()))));
            (suite.path().endsWith(JAVA) ? javaSources : scalaSources).add(target.toString());
        }
        Files.write(directory.resolve("scala-sources.txt"), scalaSources);
        Files.write(directory.resolve("java-sources.txt"), javaSources);
        Files.createDirectories(directory.resolve("classes")); // scalac makes none
        Files.createDirectories(directory.resolve("tmp")); // nor does the JVM
    }
}
