package org.focalspark.evaluation;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.focalspark.compat.JavaEvaluator;
import org.focalspark.param.Columns;
import org.focalspark.training.input.InputColumns;

/** The columns that an evaluator reads: vectors of scores, labels, weights. */
final class EvaluatorInput implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SCORES = 0;
    private static final int LABEL = 1;
    private static final int WEIGHT = 2;

    private final String scores;
    private final String label;
    private final String weight;
    private final boolean vectorLabels;

    /** Creates the input from the params of an evaluator and the types of a dataset. */
    EvaluatorInput(JavaEvaluator evaluator, String scores, Dataset<?> dataset) {
        this.scores = scores;
        this.label = evaluator.getLabelCol();
        this.weight = evaluator.isDefined(evaluator.weightCol()) ? evaluator.getWeightCol() : "";
        DataType type = Columns.type(dataset.schema(), label);
        this.vectorLabels = Columns.isVector(type) || type instanceof ArrayType;
    }

    /** Returns whether each row has one label per score, as a vector or an array. */
    boolean vectorLabels() {
        return vectorLabels;
    }

    /** Name of the label column. */
    String labelCol() {
        return label;
    }

    /** Selects scores, labels and, if weightCol is set, weights, in this order. */
    Dataset<Row> select(Dataset<?> dataset) {
        return weight.isEmpty()
                ? dataset.select(scores(dataset), label(dataset))
                : dataset.select(scores(dataset), label(dataset), number(dataset, weight));
    }

    /** Returns the column of score vectors. */
    Column scores(Dataset<?> dataset) {
        Columns.requireVector(dataset.schema(), scores, "Use the vector column that a model's transform adds.");
        return Columns.named(scores);
    }

    /** Returns the labels as a column of doubles or vectors. */
    Column label(Dataset<?> dataset) {
        DataType type = Columns.type(dataset.schema(), label);
        if (type instanceof ArrayType) {
            return InputColumns.vectorsOf(Columns.named(label));
        }
        return Columns.isVector(type) ? Columns.named(label) : number(dataset, label);
    }

    /**
     * Reads a row of {@link #select}.
     *
     * @throws IllegalArgumentException if a value is invalid; the message names the column, the rule and the value
     */
    EvaluatedRow read(Row row) {
        double rowWeight = weight.isEmpty() ? 1.0 : (Double) present(row, WEIGHT, weight);
        Vector vector = (Vector) present(row, SCORES, scores);
        return checked(vector, present(row, LABEL, label), rowWeight);
    }

    /**
     * Creates a row from computed scores.
     *
     * @param labels one class index, or one label per score if {@link #vectorLabels} is true
     * @throws IllegalArgumentException if a value is invalid; the message names the column, the rule and the value
     */
    EvaluatedRow scored(double[] rowScores, double[] labels, double rowWeight) {
        Object rowLabel = vectorLabels ? Vectors.dense(labels) : (Object) labels[0];
        return checked(Vectors.dense(rowScores), rowLabel, rowWeight);
    }

    private EvaluatedRow checked(Vector vector, Object rowLabel, double rowWeight) {
        if (!(rowWeight >= 0.0 && rowWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold weights >= 0 and finite, but found %s. Drop or mend these rows first.",
                    weight, rowWeight));
        }
        return new EvaluatedRow(vector, rowLabel, rowWeight, scores, label);
    }

    /** Creates a row of weight 1 from checked values. */
    EvaluatedRow unweighted(Vector vector, Object labels) {
        return new EvaluatedRow(vector, labels, 1.0, scores, label);
    }

    /** Returns the message about vectors of different sizes. It does not depend on the order of the sizes. */
    String sizesDiffer(int one, int other) {
        return String.format(
                "Column '%s' has vectors of size %d and %d; all rows must have the same size.",
                scores, Math.min(one, other), Math.max(one, other));
    }

    private static Object present(Row row, int index, String name) {
        if (row.isNullAt(index)) {
            throw new IllegalArgumentException(
                    String.format("Column '%s' must not hold nulls. Drop or fill these rows first.", name));
        }
        return row.get(index);
    }

    private static Column number(Dataset<?> dataset, String name) {
        Columns.requireNumber(dataset.schema(), name);
        return Columns.named(name).cast("double");
    }
}
