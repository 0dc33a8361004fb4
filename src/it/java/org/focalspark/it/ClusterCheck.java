package org.focalspark.it;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;

/**
 * An application of somebody's own: a jar with this class alone, which gets the library from {@code --packages} as driver
 * and executors do. It compares two saved pipelines, scores a file with both and fits a model; src/it/cluster submits it.
 */
public final class ClusterCheck {
    private final SparkSession spark;

    private ClusterCheck(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Runs the checks, and throws an IllegalStateException where one fails.
     *
     * @param args folder of the one pipeline, folder of the other, CSV file with a header that both can score, and the
     *     folder in which --packages puts jars
     */
    public static void main(String[] args) {
        SparkSession spark =
                SparkSession.builder().appName("focalspark-cluster-check").getOrCreate();
        try {
            ClusterCheck check = new ClusterCheck(spark);
            check.libraryIsIn(args[3]);
            check.sameModel(PipelineModel.load(args[0]), PipelineModel.load(args[1]));
            check.sameScores(PipelineModel.load(args[0]), PipelineModel.load(args[1]), args[2]);
            check.fits();
        } finally {
            spark.stop();
        }
    }

    private void libraryIsIn(String folder) {
        String origin = String.valueOf(FocalLogisticRegression.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        require(origin.contains(folder), "The library is to come from " + folder + ", but is " + origin + ".");
    }

    private void sameModel(PipelineModel one, PipelineModel other) {
        double[] expected = numbers(one);
        double[] actual = numbers(other);
        require(
                expected.length == actual.length,
                "One model has " + expected.length + " numbers, the other " + actual.length + ".");
        double furthest = 0.0;
        for (int i = 0; i < expected.length; i++) {
            furthest = Math.max(furthest, Math.abs(expected[i] - actual[i]));
        }
        require(
                Arrays.equals(
                        expected, actual), // bit by bit, but that it tells 0.0 from -0.0 and not one NaN from another
                "The models are to have the same bits, but coefficients differ by up to " + furthest + ".");
        System.out.printf(
                "Both models have the same %d coefficients and intercepts, to the last bit.%n", actual.length);
    }

    private static double[] numbers(PipelineModel pipeline) {
        FocalLogisticRegressionModel model = focal(pipeline);
        return DoubleStream.concat(
                        Arrays.stream(model.coefficientMatrix().toArray()),
                        Arrays.stream(model.interceptVector().toArray()))
                .toArray();
    }

    private static FocalLogisticRegressionModel focal(PipelineModel pipeline) {
        return Stream.of(pipeline.stages())
                .filter(FocalLogisticRegressionModel.class::isInstance)
                .map(FocalLogisticRegressionModel.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Executors score, and need the library for it. */
    private void sameScores(PipelineModel one, PipelineModel other, String file) {
        Dataset<Row> rows = spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(file);
        List<Double> sums = new ArrayList<>();
        for (PipelineModel pipeline : List.of(one, other)) {
            Transformer scorer = pipeline;
            String probability = focal(pipeline).getProbabilityCol();
            sums.add(scorer.transform(rows)
                    .agg(sum(vector_to_array(col(probability), "float64").getItem(1)))
                    .first()
                    .getDouble(0));
        }
        require(
                Math.abs(sums.get(0) - sums.get(1)) <= 1e-9 * sums.get(0), // partial sums arrive in any order
                "The models are to score alike, but sums of their probabilities are " + sums + ".");
        System.out.printf("Executors have scored %s: %.6f positive rows expected.%n", file, sums.get(0));
    }

    private void fits() {
        Dataset<Row> rows = spark.range(0, 1000, 1, 4)
                .selectExpr("cast(id % 10 = 0 as double) label", "sin(id) x", "id % 10 / 9 + cos(id) y");
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setRegParam(0.01)
                .fit(new VectorAssembler()
                        .setInputCols(new String[] {"x", "y"})
                        .setOutputCol("features")
                        .transform(rows));
        require(model.summary().converged(), "The fit is to converge.");
        System.out.printf(
                "A fit of its own has ended after %d iterations.%n",
                model.summary().totalIterations());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }
}
