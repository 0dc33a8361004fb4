package org.focalspark.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Every way in which labels, weight and features can make a multilabel fit impossible, with the words of the refusal. */
final class MultilabelBadInput {
    private static final Vector FEATURES = Vectors.dense(0.5, -1.0);
    private static final Vector LABELS = Vectors.dense(1.0, 0.0);
    private static final double WEIGHT = 1.0;

    private MultilabelBadInput() {}

    static Stream<BadInput> cases() {
        return Stream.of(labels(), sizes(), unknown(), weights(), vectors(), tables())
                .flatMap(List::stream);
    }

    private static List<BadInput> labels() {
        String missing =
                "Labels MUST NOT be Null or empty, but column 'label' has 1 such row. Drop these rows first, or"
                        + " put NaN for every label that is unknown.";
        String notBinary = "Labels MUST be 0.0, 1.0 or, where unknown, NaN, but got %s in column 'label'.";
        return List.of(
                label("null labels", null, missing),
                label("no labels", Vectors.dense(new double[0]), missing),
                label("label 2", Vectors.dense(1.0, 2.0), notBinary.formatted("2.0")),
                label("label -0.5", Vectors.dense(-0.5, 1.0), notBinary.formatted("-0.5")),
                label("infinite label", Vectors.dense(1.0, Double.POSITIVE_INFINITY), notBinary.formatted("Infinity")),
                label(
                        "label 3, sparse",
                        Vectors.sparse(2, new int[] {1}, new double[] {3.0}),
                        notBinary.formatted("3.0")),
                new BadInput(
                        "array of labels with a 2",
                        good().selectExpr("array(0, 1, 2) AS label", "weight", "features"),
                        notBinary.formatted("2.0")));
    }

    private static List<BadInput> sizes() {
        String sizes = "Column 'label' has 2 and 3 labels in a row; all rows must have as many.";
        Vector three = Vectors.dense(1.0, 0.0, 1.0);
        Dataset<Row> larger = MultilabelData.frame(List.of(row(three, WEIGHT, FEATURES)));
        BadInput size = label("other number of labels", three, sizes);
        return List.of(
                size,
                new BadInput(
                        "other number of labels in the same partition",
                        size.data().coalesce(1),
                        sizes),
                new BadInput(
                        "other number of labels in a later partition",
                        good().coalesce(1).union(larger.coalesce(1)),
                        sizes),
                new BadInput(
                        "other number of labels in an earlier partition",
                        larger.coalesce(1).union(good().coalesce(1)),
                        sizes),
                new BadInput(
                        "more labels than any memory holds",
                        MultilabelData.frame(
                                List.of(row(Vectors.sparse(2_000_000_000, new int[0], new double[0]), 1.0, FEATURES))),
                        "Column 'label' has more than 10,000 labels in a row. Fit fewer labels at a time."),
                new BadInput(
                        "one label too many",
                        MultilabelData.frame(
                                List.of(row(Vectors.sparse(10_001, new int[0], new double[0]), 1.0, FEATURES))),
                        "Column 'label' has more than 10,000 labels in a row. Fit fewer labels at a time."));
    }

    private static List<BadInput> unknown() {
        String message = "Column 'label' has no row of positive weight in which label 1 is known. Leave the label out.";
        Vector halfKnown = Vectors.dense(1.0, Double.NaN);
        return List.of(
                new BadInput(
                        "a label that is never known",
                        MultilabelData.frame(List.of(
                                row(Vectors.dense(0.0, Double.NaN), 1.0, FEATURES), row(halfKnown, 1.0, FEATURES))),
                        message),
                new BadInput(
                        "a label that is known only where the weight is 0",
                        MultilabelData.frame(List.of(row(LABELS, 0.0, FEATURES), row(halfKnown, 1.0, FEATURES))),
                        message),
                new BadInput(
                        "an array whose second entry is always null",
                        good().selectExpr("array(1, CAST(NULL AS INT)) AS label", "weight", "features"),
                        message));
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
                        MultilabelData.frame(List.of(row(LABELS, 0.0, FEATURES), row(LABELS, -0.0, FEATURES))),
                        "Column 'weight' must hold some positive weight, but all 2 rows have weight 0.0. Give the rows to learn"
                                + " from a weight, or leave weightCol unset."));
    }

    private static List<BadInput> vectors() {
        String notFinite = "Vector values MUST NOT be NaN or Infinity, but got %s in column 'features'."
                + " Impute them first, for example with Imputer.";
        return List.of(
                vector(
                        "null vector",
                        null,
                        "Vectors MUST NOT be Null, but column 'features' has 1 such row. Drop these rows first."),
                vector(
                        "other size",
                        Vectors.dense(1.0, 2.0, 3.0),
                        "Column 'features' has vectors of size 2 and 3; all rows must have the same size."),
                vector("NaN value", Vectors.dense(1.0, Double.NaN), notFinite.formatted("NaN")),
                vector(
                        "infinite value",
                        Vectors.dense(Double.NEGATIVE_INFINITY, 1.0),
                        notFinite.formatted("-Infinity")));
    }

    private static List<BadInput> tables() {
        String kind =
                "Column 'label' must hold a vector or an array of 0.0, 1.0 and, for unknown, NaN, but is of type %s."
                        + " For one class per row use FocalLogisticRegression.";
        String number =
                "Column 'weight' must be numeric, but is of type string. Index or cast it first, for example with"
                        + " StringIndexer.";
        String exists = "probabilityCol 'probability' must be a new column, but the dataset has it already. Set"
                + " probabilityCol to another name, or to \"\" to leave it out.";
        return List.of(
                new BadInput("no rows", good().limit(0), "ML algorithm was given empty dataset."),
                new BadInput("class indices", with("label", "1D"), kind.formatted("double")),
                new BadInput("text instead of labels", with("label", "'a,b'"), kind.formatted("string")),
                new BadInput("names of labels", with("label", "array('a')"), kind.formatted("array<string>")),
                new BadInput("text instead of weights", with("weight", "'1'"), number),
                new BadInput(
                        "array instead of features",
                        with("features", "array(1D)"),
                        "Column 'features' must hold vectors, but is of type array<double>. Assemble the features"
                                + " first, for example with VectorAssembler."),
                new BadInput(
                        "no label column",
                        good().drop("label"),
                        "Column 'label' does not exist. The columns are: weight, features."),
                new BadInput("an output column that exists", good().selectExpr("*", "weight AS probability"), exists));
    }

    private static Dataset<Row> with(String column, String expression) {
        return good().withColumn(column, functions.expr(expression));
    }

    private static BadInput label(String name, @Nullable Vector labels, String message) {
        return new BadInput(name, goodAnd(row(labels, WEIGHT, FEATURES)), message);
    }

    private static BadInput weight(String name, @Nullable Double weight, String message) {
        return new BadInput(name, goodAnd(row(LABELS, weight, FEATURES)), message);
    }

    private static BadInput vector(String name, @Nullable Vector features, String message) {
        return new BadInput(name, goodAnd(row(LABELS, WEIGHT, features)), message);
    }

    private static Dataset<Row> good() {
        return MultilabelData.frame(goodRows());
    }

    /** The bad row comes last, in the second of two partitions. */
    private static Dataset<Row> goodAnd(Row bad) {
        List<Row> rows = new ArrayList<>(goodRows());
        rows.add(bad);
        return MultilabelData.frame(rows);
    }

    private static List<Row> goodRows() {
        return List.of(
                row(Vectors.dense(0.0, 1.0), 1.0, Vectors.dense(1.0, 2.0)),
                row(Vectors.dense(1.0, Double.NaN), 2.0, Vectors.dense(-1.0, 0.5)),
                row(Vectors.dense(Double.NaN, 0.0), 0.5, Vectors.dense(0.0, 1.5)),
                row(Vectors.dense(1.0, 1.0), 1.0, Vectors.dense(0.5, -3.0)),
                row(Vectors.dense(0.0, 0.0), 1.0, Vectors.dense(2.0, 0.0)));
    }

    private static Row row(@Nullable Vector labels, @Nullable Double weight, @Nullable Vector features) {
        return RowFactory.create(labels, weight, features);
    }
}
