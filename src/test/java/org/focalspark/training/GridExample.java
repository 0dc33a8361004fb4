package org.focalspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.FocalLoss;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.job.Execution;
import org.focalspark.training.solver.SolverKind;

/** A small table, a grid of candidates over it, and the comparison of their models. */
final class GridExample {
    static final int NUM_FEATURES = 3;

    static final double TOLERANCE_1E_8 = 1e-8;
    private static final double[] GAMMAS = {0.0, 1.0, 2.5};

    private GridExample() {}

    static void assertSame(List<Attempt> attempts, List<TrainingResult> expected) {
        assertThat(attempts).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            TrainingResult actual = attempts.get(i).result().orElseThrow();
            assertThat(actual.coefficients()).containsExactly(expected.get(i).coefficients(), within(TOLERANCE_1E_8));
            assertThat(actual.intercepts()).containsExactly(expected.get(i).intercepts(), within(TOLERANCE_1E_8));
            // Only the last values: the lengths may differ by one if the last decreases are rounding errors.
            assertThat(last(actual)).isCloseTo(last(expected.get(i)), within(TOLERANCE_1E_8));
        }
    }

    static List<TrainingSpec> grid() {
        List<TrainingSpec> specs = new ArrayList<>();
        for (double gamma : GAMMAS) {
            specs.add(spec(gamma, 1e-3));
        }
        return specs;
    }

    static BinaryLoss loss(double gamma) {
        return new BinaryLoss(new FocalLoss(gamma), new FocalLoss(gamma), 1, 1 + gamma);
    }

    static TrainingSpec spec(double gamma, double regParam) {
        return spec(sums -> loss(gamma), regParam);
    }

    static TrainingSpec spec(TrainingSpec.LossChoice loss, double regParam) {
        InputColumns columns =
                new InputColumns("label", "features", Optional.of("weight"), OptionalDouble.empty(), false);
        return spec(columns, loss, regParam);
    }

    static TrainingSpec spec(InputColumns columns, TrainingSpec.LossChoice loss, double regParam) {
        return new TrainingSpec(
                "grid",
                columns,
                2,
                loss,
                Optional.of(ClassWeights.equal()),
                new TrainingSpec.LinearModel(
                        true,
                        new TrainingSpec.Penalty(regParam, 0.0, true),
                        CoefficientBounds.none(),
                        Optional.empty()),
                new TrainingSpec.Solving(SolverKind.LBFGS, 100, 1e-9),
                new Execution(0.0, OptionalInt.empty()));
    }

    static Dataset<Row> data() {
        Random random = new Random(3L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            double[] x = random.doubles(NUM_FEATURES, -2, 2).toArray();
            double label = random.nextDouble() < 1 / (1 + Math.exp(2 - x[0] + 0.5 * x[1])) ? 1 : 0;
            rows.add(RowFactory.create(label, 0.5 + random.nextDouble(), Vectors.dense(x)));
        }
        return SparkSessions.partitioned(SparkSessions.shared().createDataFrame(rows, schema()), 5);
    }

    static Dataset<Row> frame(RDD<Row> rows) {
        return SparkSessions.shared().createDataFrame(rows, schema());
    }

    static StructType schema() {
        return new StructType()
                .add("label", DataTypes.DoubleType)
                .add("weight", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType());
    }

    static double last(TrainingResult result) {
        return result.objectiveHistory()[result.objectiveHistory().length - 1];
    }
}
