package org.focalspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of PyTorch, segmentation-models-pytorch and torchvision in reference/smp_focal.csv. */
@Tag("once")
class FocalLossReferenceIT {
    private static final double REL_1E_12 = 1e-12;
    /** PyTorch's 1 - exp(-loss) cancels where the answer is right and sure; its script allows the same. */
    private static final double REL_1E_8_WHERE_PYTORCH_CANCELS = 1e-8;

    private static final Set<String> EASY = Set.of("14.0;-13.0;15.5;-14.25", "15.0;0.5;-1.0;-1.0;16.0;0.0");
    private static final List<References> TABLE = References.read("smp_focal.csv");
    private static final Map<String, Dataset<Row>> DATA = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "focal_loss_with_logits, 864",
        "softmax_focal_loss_with_logits, 144",
        "FocalLoss, 576",
        "sum_of_binaries, 192",
        "cross_entropy, 12",
        "weighted_softmax_focal, 12",
        "sigmoid_focal_loss, 96"
    })
    void equalsTheReference(String function, int numRows) {
        List<References> rows = TABLE.stream()
                .filter(row -> row.text("function").equals(function))
                .toList();
        assertThat(rows).hasSize(numRows);
        for (References row : rows) {
            double[] expected = row.numbers("values");
            double[] actual = actual(row);
            assertThat(actual).as(row.toString()).hasSameSizeAs(expected);
            double tolerance = EASY.contains(row.text("logits")) ? REL_1E_8_WHERE_PYTORCH_CANCELS : REL_1E_12;
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i])
                        .as("value %d of %s", i, row)
                        .isCloseTo(expected[i], within(tolerance * Math.abs(expected[i])));
            }
        }
    }

    private static double[] actual(References row) {
        FocalLossEvaluator evaluator = evaluator(row);
        Dataset<Row> data =
                DATA.computeIfAbsent(row.text("mode") + row.text("logits") + row.text("targets"), key -> data(row));
        return switch (row.text("reduction")) {
            case "none" -> losses(evaluator.losses(data));
            case "batchwise_mean" -> {
                double[] columns = evaluator.columnLosses(data);
                // Over one class column the function returns a number, and these are added up.
                yield evaluator.getMode().equals("ovr")
                        ? new double[] {Arrays.stream(columns).sum()}
                        : columns;
            }
            default -> new double[] {evaluator.evaluate(data)};
        };
    }

    private static FocalLossEvaluator evaluator(References row) {
        String function = row.text("function");
        boolean softmax = Set.of("softmax_focal_loss_with_logits", "cross_entropy", "weighted_softmax_focal")
                .contains(function);
        boolean multiclass = row.text("mode").equals("multiclass");
        FocalLossEvaluator evaluator = new FocalLossEvaluator()
                .setMode(multiclass && !softmax ? "ovr" : row.text("mode"))
                .setGamma(row.text("gamma").isEmpty() ? 0.0 : row.number("gamma"))
                .setNormalized(row.flag("normalized"))
                .setColumnReduction(function.equals("FocalLoss") ? "mean" : "auto");
        setReduction(evaluator, row);
        setIfPresent(row, "alpha", evaluator::setAlpha);
        setIfPresent(row, "ignore_index", evaluator::setIgnoreLabel);
        setIfPresent(row, "eps", evaluator::setEps);
        setIfPresent(row, "smoothing", evaluator::setLabelSmoothing);
        setIfPresent(
                row,
                "reduced_threshold",
                value -> evaluator.setReducedThreshold(value).setReducedForm("published"));
        if (!row.text("weights").isEmpty()) {
            evaluator.setClassWeights(row.numbers("weights"));
        }
        return evaluator;
    }

    private static void setReduction(FocalLossEvaluator evaluator, References row) {
        String reduction = row.text("reduction");
        boolean weighted = Set.of("cross_entropy", "weighted_softmax_focal").contains(row.text("function"));
        if (reduction.equals("sum") || reduction.equals("mean")) {
            evaluator.setReduction(weighted && reduction.equals("mean") ? "weightedMean" : reduction);
        }
    }

    private static void setIfPresent(References row, String column, DoubleConsumer setter) {
        if (!row.text(column).isEmpty()) {
            setter.accept(row.number(column));
        }
    }

    private static double[] losses(Dataset<Row> rows) {
        return rows.select("loss").collectAsList().stream()
                .flatMapToDouble(row -> row.get(0) instanceof Vector vector
                        ? Arrays.stream(vector.toArray())
                        : Arrays.stream(new double[] {row.getDouble(0)}))
                .toArray();
    }

    private static Dataset<Row> data(References reference) {
        double[] logits = reference.numbers("logits");
        double[] targets = reference.numbers("targets");
        String mode = reference.text("mode");
        int numRows = Integer.parseInt(reference.text("shape").split("x", -1)[0]);
        int width = logits.length / numRows;
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < numRows; i++) {
            double[] raw = Arrays.copyOfRange(logits, i * width, (i + 1) * width);
            rows.add(RowFactory.create(
                    Vectors.dense(mode.equals("binary") ? new double[] {-raw[0], raw[0]} : raw),
                    mode.equals("multilabel")
                            ? Vectors.dense(Arrays.copyOfRange(targets, i * width, (i + 1) * width))
                            : (Object) targets[i]));
        }
        StructType schema = new StructType()
                .add("rawPrediction", SQLDataTypes.VectorType())
                .add("label", mode.equals("multilabel") ? SQLDataTypes.VectorType() : DataTypes.DoubleType);
        return SparkSessions.shared().createDataFrame(rows, schema).coalesce(1);
    }
}
