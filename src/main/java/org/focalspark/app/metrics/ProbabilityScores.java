package org.focalspark.app.metrics;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * Weighted sums over scored rows, for log loss, Brier score and mean probability.
 *
 * @param rows number of rows
 * @param positives number of rows with label 1.0
 * @param weight sum of weights
 * @param positiveWeight sum of the weights of rows with label 1.0
 * @param predicted sum of weight * probability of class 1
 * @param logLoss sum of weight * -log(probability of the row's own class), infinite if one of these is 0
 * @param squaredError sum of weight * (probability of class 1 - label)^2
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot reach the fields of a record
record ProbabilityScores(
        long rows,
        long positives,
        double weight,
        double positiveWeight,
        double predicted,
        double logLoss,
        double squaredError)
        implements Serializable {

    private static final ProbabilityScores NONE = new ProbabilityScores(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0);

    static ProbabilityScores of(JavaRDD<ScoredRow> rows) {
        return rows.aggregate(NONE, ProbabilityScores::plus, ProbabilityScores::plus);
    }

    private ProbabilityScores plus(ScoredRow row) {
        double weight = row.weight();
        double probability = row.probability();
        double error = row.isPositive() ? row.complement() : probability;
        double own = row.isPositive() ? probability : row.complement();
        return plus(new ProbabilityScores(
                1,
                row.isPositive() ? 1 : 0,
                weight,
                row.isPositive() ? weight : 0.0,
                weight * probability,
                weight == 0.0 ? 0.0 : -weight * Math.log(own),
                weight * error * error));
    }

    private ProbabilityScores plus(ProbabilityScores that) {
        return new ProbabilityScores(
                rows + that.rows,
                positives + that.positives,
                weight + that.weight,
                positiveWeight + that.positiveWeight,
                predicted + that.predicted,
                logLoss + that.logLoss,
                squaredError + that.squaredError);
    }
}
