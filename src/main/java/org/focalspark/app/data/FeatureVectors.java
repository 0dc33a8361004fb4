package org.focalspark.app.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.config.InvalidJobException;

/**
 * Cached feature vectors with label and weight, and their checks. Without these checks, invalid rows would fail the job
 * only after one or more fits.
 *
 * @param train rows of the training set
 * @param test rows of the held-out set
 * @param featuresCol column of vectors
 */
public record FeatureVectors(Dataset<Row> train, Dataset<Row> test, String featuresCol) {

    /**
     * Checks that all vectors have one size.
     *
     * @throws InvalidJobException if the sizes differ; the message explains the option for libsvm files
     */
    public void checkSizes() {
        List<Integer> trainSizes = sizes(train);
        List<Integer> testSizes = sizes(test);
        if (trainSizes.size() != 1 || !trainSizes.equals(testSizes)) {
            throw new InvalidJobException(String.format(
                    "Column '%s' must hold vectors of one size, but training has sizes %s and the test data %s. For libsvm"
                            + " files, set numFeatures to the largest size in the options of every input.",
                    featuresCol, trainSizes, testSizes));
        }
    }

    private List<Integer> sizes(Dataset<Row> rows) {
        return rows
                .select(InputColumn.find(rows.schema(), "features.vector", featuresCol)
                        .column())
                .toJavaRDD()
                .map(row -> row.isNullAt(0) ? -1 : row.<Vector>getAs(0).size())
                .distinct()
                .collect()
                .stream()
                .filter(size -> size >= 0) // null vectors have -1; the fit reports them
                .sorted()
                .toList();
    }

    /**
     * Returns the feature names from the ML attributes of the column.
     *
     * @return one name per feature, or none if the column has no attributes
     */
    public List<String> names() {
        AttributeGroup group = AttributeGroup.fromStructField(train.schema().apply(featuresCol));
        List<String> names = new ArrayList<>();
        if (group.attributes().isDefined()) {
            IntStream.range(0, group.size())
                    .mapToObj(group::getAttr)
                    .filter(attribute -> attribute.name().isDefined())
                    .forEach(attribute -> names.add(attribute.name().get()));
        }
        return names;
    }

    /**
     * Checks the weights of the held-out rows.
     *
     * @param label label column; if it is binary, both classes need positive weight
     * @param weightCol column of instance weights; without one there is nothing to check
     * @throws InvalidJobException if a weight is null, negative, infinite or NaN, or a class of a binary label has
     *     total weight 0
     */
    public void checkWeights(LabelColumn label, Optional<String> weightCol) {
        if (weightCol.isEmpty()) {
            return;
        }
        Dataset<Row> weights = test.select(
                functions.col(LabelColumn.NAME),
                InstanceWeight.column(test, weightCol).as("weight"));
        weights.filter("NOT coalesce(weight >= 0 AND weight < double('Infinity'), false)")
                .takeAsList(1)
                .forEach(row -> InstanceWeight.checked(row, 1, weightCol.get()));
        if (label.isBinary()) {
            double[] sums = new double[2];
            weights.groupBy(LabelColumn.NAME)
                    .agg(functions.sum("weight"))
                    .collectAsList()
                    .forEach(row -> sums[(int) row.getDouble(0)] = row.getDouble(1));
            InstanceWeight.requireBothSides(sums[1], sums[0]);
        }
    }
}
