package org.focalspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

/** The evaluators' sums survive Spark's Kryo, which many clusters use instead of Java's own serialization. */
class EvaluatorKryoIT {
    private static final Dataset<Row> DATA = SparkSessions.shared()
            .createDataFrame(
                    List.of(RowFactory.create(1.0, Vectors.dense(0.25, 0.75))),
                    new StructType().add("label", DataTypes.DoubleType).add("scores", SQLDataTypes.VectorType()));

    @Test
    void lossTotals() {
        FocalLossEvaluator evaluator = new FocalLossEvaluator().setMode("ovr").setReducedThreshold(0.3);
        EvaluatorInput input = new EvaluatorInput(evaluator, "scores", DATA);
        LossTotals totals = LossTotals.of(new LossSettings(evaluator), input, input.select(DATA));
        assertThat(copy(totals).losses()).containsExactly(totals.losses()).hasSize(2);
        assertThat(copy(totals).rowLoss().mode()).isEqualTo(RowLoss.Mode.OVR);
    }

    @Test
    void calibrationTotals() {
        EvaluatorInput input = new EvaluatorInput(new CalibrationEvaluator(), "scores", DATA);
        CalibrationTotals totals = CalibrationTotals.of(input, input.select(DATA));
        assertThat(copy(totals).mean(CalibrationMetric.BRIER)).isEqualTo(0.0625);
    }

    @Test
    void reliabilityBins() {
        ReliabilityBin bin = ReliabilityBin.of(new CalibrationRow(0.75, 1.0, 2.0));
        assertThat(copy(bin).plus(copy(bin)).toRow(3, 0.7, 0.8))
                .isEqualTo(RowFactory.create(3, 0.7, 0.8, 2L, 4.0, 0.75, 1.0));
    }

    private static <T> T copy(T value) {
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        ClassTag<T> tag = ClassTag.apply(Object.class);
        return kryo.deserialize(kryo.serialize(value, tag), tag);
    }
}
