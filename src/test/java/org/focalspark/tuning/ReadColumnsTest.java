package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.focalspark.classification.FocalLogisticRegression;
import org.junit.jupiter.api.Test;

class ReadColumnsTest {
    private static final FocalLogisticRegression ESTIMATOR = new FocalLogisticRegression().setFeaturesCol("x");

    @Test
    void columnsOfParamsAreReadAndOthersAreNot() {
        Predicate<String> read = ReadColumns.of(
                new BinaryClassificationEvaluator().setLabelCol("truth").setWeightCol("w"), List.of(ESTIMATOR));
        assertThat(List.of("x", "label", "truth", "w")).allMatch(read);
        assertThat(List.of("id", "trut", "features")).noneMatch(read);
    }

    @Test
    void aStructIsReadForItsField() {
        Predicate<String> read =
                ReadColumns.of(new BinaryClassificationEvaluator().setWeightCol("row.weight"), List.of(ESTIMATOR));
        assertThat(List.of("row", "row.weight")).allMatch(read);
        assertThat(List.of("ro", "weight")).noneMatch(read);
    }

    @Test
    void anEvaluatorOfOthersMayReadAnyColumn() {
        assertThat(ReadColumns.of(new Own(), List.of(ESTIMATOR))).accepts("id");
    }

    private static final class Own extends Evaluator {
        private static final long serialVersionUID = 1L;

        @Override
        public double evaluate(Dataset<?> dataset) {
            return 0.0;
        }

        @Override
        public Evaluator copy(ParamMap extra) {
            return this;
        }

        @Override
        public String uid() {
            return "own";
        }
    }
}
