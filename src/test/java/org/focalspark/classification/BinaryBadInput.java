package org.focalspark.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Every way in which label, weight and features can make a binary fit impossible, with the words of the refusal. */
final class BinaryBadInput {
    private static final String WEIGHTS_TOO_LARGE =
            "Column 'weight' has weights whose sum, or its square, is not finite."
                    + " Divide them by a constant first.";
    private static final Vector GOOD = Vectors.dense(0.5, -1.0);
    private static final double WEIGHT = 1.0;
    private static final double LABEL = 1.0;

    private BinaryBadInput() {}

    static Stream<BadInput> cases() {
        return Stream.of(labels(), weights(), vectors(), tables()).flatMap(List::stream);
    }

    private static List<BadInput> labels() {
        String missing =
                "Labels MUST NOT be Null or NaN, but column 'label' has 1 such row. Drop or fill these rows first.";
        return List.of(
                label("null label", null, missing),
                label("NaN label", Double.NaN, missing),
                label("negative label", -1.0, outOfRange("-1.0")),
                label("infinite label", Double.POSITIVE_INFINITY, outOfRange("Infinity")),
                label("label that no histogram can hold", 2e9, outOfRange("2.0E9")),
                label(
                        "fractional label",
                        0.5,
                        "Labels MUST be Integers, but got 0.5: column 'label' has 1 such row."
                                + " Index the labels first, for example with StringIndexer."));
    }

    private static List<BadInput> weights() {
        String missing =
                "Weights MUST NOT be Null or NaN, but column 'weight' has 1 such row. Drop or fill these rows first.";
        String outOfRange =
                "Weights MUST NOT be Negative or Infinity, but got %s: column 'weight' has 1 such row. Drop or mend"
                        + " these rows first.";
        return List.of(
                weight("null weight", null, missing),
                weight("NaN weight", Double.NaN, missing),
                weight("negative weight", -0.5, outOfRange.formatted("-0.5")),
                weight("infinite weight", Double.POSITIVE_INFINITY, outOfRange.formatted("Infinity")),
                new BadInput(
                        "all weights zero",
                        ReferenceData.frame(List.of(row(0.0, 0.0, GOOD), row(1.0, 0.0, GOOD), row(1.0, -0.0, GOOD))),
                        "Column 'weight' must hold some positive weight, but all 3 rows have weight 0.0. Give the rows to learn"
                                + " from a weight, or leave weightCol unset."),
                new BadInput(
                        "sum of weights overflows",
                        ReferenceData.frame(List.of(row(0.0, 1e308, GOOD), row(1.0, 1e308, GOOD))),
                        WEIGHTS_TOO_LARGE),
                new BadInput(
                        "sum of squared weights overflows",
                        ReferenceData.frame(List.of(row(0.0, 1e200, GOOD), row(1.0, 1e200, GOOD))),
                        WEIGHTS_TOO_LARGE));
    }

    private static List<BadInput> vectors() {
        String notFinite = "Vector values MUST NOT be NaN or Infinity, but got %s in column 'features'."
                + " Impute them first, for example with Imputer.";
        String sizes = "Column 'features' has vectors of size 2 and 3; all rows must have the same size.";
        String tooLarge = "Column 'features' has values in feature 1 that are too large: their variance is not finite."
                + " Rescale the feature first.";
        BadInput size = vector("other size", Vectors.dense(1.0, 2.0, 3.0), sizes);
        Dataset<Row> larger = ReferenceData.frame(List.of(row(LABEL, WEIGHT, Vectors.dense(1.0, 2.0, 3.0))));
        Dataset<Row> smaller = ReferenceData.frame(goodRows());
        Dataset<Row> notANumber = ReferenceData.frame(
                List.of(row(0.0, 1.0, Vectors.dense(Double.NaN, 1.0)), row(1.0, 1.0, Vectors.dense(1.0, Double.NaN))));
        return List.of(
                vector(
                        "null vector",
                        null,
                        "Vectors MUST NOT be Null, but column 'features' has 1 such row. Drop these rows first."),
                size,
                new BadInput("other size in the same partition", size.data().coalesce(1), sizes),
                new BadInput(
                        "other size in a later partition", smaller.coalesce(1).union(larger.coalesce(1)), sizes),
                new BadInput(
                        "other size in an earlier partition", larger.coalesce(1).union(smaller.coalesce(1)), sizes),
                new BadInput(
                        "NaN in every block, beside empty partitions",
                        notANumber.repartition(8),
                        notFinite.formatted("NaN")),
                vector("other size, sparse", Vectors.sparse(3, new int[] {0}, new double[] {1.0}), sizes),
                new BadInput(
                        "vectors of size 0",
                        ReferenceData.frame(List.of(
                                row(0.0, 1.0, Vectors.dense(new double[0])),
                                row(1.0, 1.0, Vectors.dense(new double[0])))),
                        "Column 'features' has vectors of size 0; a model needs at least one feature."),
                vector("NaN value", Vectors.dense(1.0, Double.NaN), notFinite.formatted("NaN")),
                vector("infinite value", Vectors.dense(Double.POSITIVE_INFINITY, 1.0), notFinite.formatted("Infinity")),
                vector(
                        "infinite value, sparse",
                        Vectors.sparse(2, new int[] {1}, new double[] {Double.NEGATIVE_INFINITY}),
                        notFinite.formatted("-Infinity")),
                vector("value 1e300", Vectors.dense(1.0, 1e300), tooLarge),
                vector("value -1e300", Vectors.dense(1.0, -1e300), tooLarge),
                vector("largest value", Vectors.dense(1.0, Double.MAX_VALUE), tooLarge));
    }

    private static List<BadInput> tables() {
        String empty = "ML algorithm was given empty dataset.";
        Dataset<Row> good = ReferenceData.frame(goodRows());
        return List.of(
                new BadInput("no rows", good.limit(0), empty),
                new BadInput(
                        "no rows in any of three partitions",
                        good.repartition(3).filter("label > 9"),
                        empty),
                new BadInput(
                        "fewer classes in the label's metadata than in the data",
                        goodAnd(row(2.0, WEIGHT, GOOD))
                                .withMetadata(
                                        "label",
                                        NominalAttribute.defaultAttr()
                                                .withName("label")
                                                .withNumValues(2)
                                                .toMetadata()),
                        "Specified number of classes 2 was less than the number of unique labels 3: column 'label' has"
                                + " label 2.0, but its metadata declare fewer classes."));
    }

    private static String outOfRange(String label) {
        return "Labels MUST be in [0, 10000), but got " + label + ": column 'label' has 1 such row."
                + " Index the labels first, for example with StringIndexer.";
    }

    private static BadInput label(String name, Double label, String message) {
        return new BadInput(name, goodAnd(row(label, WEIGHT, GOOD)), message);
    }

    private static BadInput weight(String name, Double weight, String message) {
        return new BadInput(name, goodAnd(row(LABEL, weight, GOOD)), message);
    }

    private static BadInput vector(String name, Vector vector, String message) {
        return new BadInput(name, goodAnd(row(LABEL, WEIGHT, vector)), message);
    }

    /** The bad row comes last, in the second of two partitions. */
    private static Dataset<Row> goodAnd(Row bad) {
        List<Row> rows = new ArrayList<>(goodRows());
        rows.add(bad);
        return ReferenceData.frame(rows);
    }

    private static List<Row> goodRows() {
        return List.of(
                row(0.0, 1.0, Vectors.dense(1.0, 2.0)),
                row(1.0, 2.0, Vectors.dense(-1.0, 0.5)),
                row(0.0, 0.5, Vectors.dense(0.0, 1.5)),
                row(1.0, 1.0, Vectors.dense(0.5, -3.0)),
                row(0.0, 1.0, Vectors.dense(2.0, 0.0)));
    }

    private static Row row(Double label, Double weight, Vector features) {
        return RowFactory.create(label, weight, features);
    }
}
