package org.focalspark.evaluation;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Sums over the rows of one bin. A class instead of a record, since it is shuffled and Kryo cannot read records. */
final class ReliabilityBin implements Serializable {
    private static final long serialVersionUID = 1L;

    static final StructType SCHEMA = new StructType()
            .add("bin", DataTypes.IntegerType, false)
            .add("lower", DataTypes.DoubleType, false)
            .add("upper", DataTypes.DoubleType, false)
            .add("rows", DataTypes.LongType, false)
            .add("weight", DataTypes.DoubleType, false)
            .add("meanPredicted", DataTypes.DoubleType, false)
            .add("observed", DataTypes.DoubleType, false);

    private final long rows;
    private final double weight;
    private final double predicted;
    private final double observed;
    private final double lowest;
    private final double highest;

    private ReliabilityBin(long rows, double weight, double predicted, double observed, double lowest, double highest) {
        this.rows = rows;
        this.weight = weight;
        this.predicted = predicted;
        this.observed = observed;
        this.lowest = lowest;
        this.highest = highest;
    }

    static ReliabilityBin of(CalibrationRow row) {
        return new ReliabilityBin(
                1, row.weight(), row.weight() * row.score(), row.weight() * row.outcome(), row.score(), row.score());
    }

    ReliabilityBin plus(ReliabilityBin that) {
        return new ReliabilityBin(
                rows + that.rows,
                weight + that.weight,
                predicted + that.predicted,
                observed + that.observed,
                Math.min(lowest, that.lowest),
                Math.max(highest, that.highest));
    }

    double weight() {
        return weight;
    }

    double lowest() {
        return lowest;
    }

    double highest() {
        return highest;
    }

    /** Returns these sums as a row of {@link #SCHEMA}. */
    Row toRow(int bin, double lower, double upper) {
        return RowFactory.create(bin, lower, upper, rows, weight, predicted / weight, observed / weight);
    }

    /** Returns weight * |mean predicted - observed|. */
    double weightedGap() {
        return Math.abs(predicted - observed);
    }
}
