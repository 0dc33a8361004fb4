package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.SoftAssertions;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fits against optima that SciPy found and mpmath polished (src/test/reference/focal_fit.py).
 *
 * <p>The gradient of the reference objective at our coefficients is its Hessian times the distance, up to the square of
 * the distance; {@code check_fits.py} evaluates it without that approximation, from the file that this test writes.
 */
@Tag("once")
class ReferenceFitIT {
    private static final double GRADIENT_REL_1E_6 = 1e-6;
    private static final double OBJECTIVE_ABS_1E_8 = 1e-8;

    @Test
    void everyFitIsTheStationaryPointOfTheReference() throws IOException {
        Dataset<Row> data = ReferenceData.dense().coalesce(1).cache();
        List<String> lines = new ArrayList<>();
        lines.add("gamma,alpha,regParam,standardization,weighted,fitIntercept,coefficients,intercept");
        try {
            SoftAssertions.assertSoftly(softly -> References.read("focal_fit.csv")
                    .forEach(reference -> lines.add(check(reference, fit(reference, data), softly))));
        } finally {
            data.unpersist();
        }
        assertThat(lines).hasSize(181);
        Files.write(Files.createDirectories(Path.of("target")).resolve("reference-fits.csv"), lines);
    }

    private static FocalLogisticRegressionModel fit(References reference, Dataset<Row> data) {
        FocalLogisticRegression estimator = new FocalLogisticRegression()
                .setGamma(reference.number("gamma"))
                .setRegParam(reference.number("regParam"))
                .setStandardization(reference.flag("standardization"))
                .setFitIntercept(reference.flag("fitIntercept"))
                .setMaxIter(1000)
                .setTol(1e-12);
        if (!reference.text("alpha").isEmpty()) {
            estimator.setAlpha(reference.number("alpha"));
        }
        if (reference.flag("weighted")) {
            estimator.setWeightCol("weight");
        }
        return estimator.fit(data);
    }

    private static String check(References reference, FocalLogisticRegressionModel model, SoftAssertions softly) {
        double[] coefficients = model.coefficients().toArray();
        double[] expected = reference.numbers("coefficients");
        boolean fitIntercept = reference.flag("fitIntercept");
        double[] distance = new double[expected.length + (fitIntercept ? 1 : 0)];
        for (int j = 0; j < expected.length; j++) {
            distance[j] = coefficients[j] - expected[j];
        }
        if (fitIntercept) {
            distance[expected.length] = model.intercept() - reference.number("intercept");
        }
        softly.assertThat(norm(product(reference.numbers("hessian"), distance)))
                .as("gradient of the reference at the fit of %s", reference)
                .isLessThanOrEqualTo(GRADIENT_REL_1E_6 * reference.number("gradientScale"));
        double[] history = model.summary().objectiveHistory();
        softly.assertThat(history[history.length - 1])
                .as("objective of %s", reference)
                .isCloseTo(reference.number("objective"), within(OBJECTIVE_ABS_1E_8));
        softly.assertThat(model.summary().converged())
                .as("%s: %s", reference, model.summary().convergenceReason())
                .isTrue();
        return String.join(
                ",",
                reference.text("gamma"),
                reference.text("alpha"),
                reference.text("regParam"),
                reference.text("standardization"),
                reference.text("weighted"),
                reference.text("fitIntercept"),
                Arrays.stream(coefficients).mapToObj(Double::toString).collect(Collectors.joining(";")),
                Double.toString(model.intercept()));
    }

    private static double[] product(double[] squareMatrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += squareMatrix[i * vector.length + j] * vector[j];
            }
        }
        return product;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
    }
}
