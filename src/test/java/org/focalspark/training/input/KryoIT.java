package org.focalspark.training.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.FocalLoss;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Predictor;
import org.focalspark.objective.SparseBlock;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.training.job.BlockPasses;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

/** What travels between driver and executors survives Spark's Kryo, which many clusters use instead of Java's own. */
class KryoIT {
    private static final FeatureBlock DENSE =
            new DenseBlock(2, new double[] {0, 1}, new double[] {1, 2}, new double[] {1, 2, 3, 4});
    private static final FeatureBlock SPARSE = new SparseBlock(
            2, new double[] {1}, new double[0], new int[] {0, 1}, new int[] {1}, new double[] {Double.NaN});

    private static SerializerInstance kryo;

    @BeforeAll
    static void makeSerializer() {
        SparkSessions.shared();
        kryo = new KryoSerializer(new SparkConf()).newInstance();
    }

    @Test
    void statisticsMergeAfterTheJourney() {
        InputStatistics good = statistics(DENSE);
        InputStatistics bad = statistics(SPARSE);
        InputStatistics merged = copy(good).merge(copy(bad)).merge(copy(good));
        assertThat(merged.numRows()).isEqualTo(5);
        assertThat(merged.numFeatures()).isEqualTo(2);
        assertThat(merged.labels().positive()).containsExactly(2, 5);
        assertThat(merged.finding(Findings.Problem.VALUE_NOT_FINITE)).hasValueSatisfying(finding -> {
            assertThat(finding.count()).isEqualTo(1);
            assertThat(finding.example()).isNaN();
        });
        assertThat(copy(good).means()).containsExactly(good.means());
    }

    @Test
    void predictorBlocksAndSumsAreTheSame() {
        Predictor predictor = copy(new Predictor(new double[] {0.5, -1}, new double[] {0.25}));
        BinaryLoss loss = new BinaryLoss(new FocalLoss(2), new FocalLoss(1), 0.25, 0.75);
        LossAggregator expected = new LossAggregator().add(DENSE, predictor, loss);
        LossAggregator actual = copy(new LossAggregator()).add(copy(DENSE), predictor, copy(loss));
        assertThat(copy(actual).merge(new LossAggregator()).reduce(0, loss, 1.0).coefficients())
                .containsExactly(expected.reduce(0, loss, 1.0).coefficients());
        assertThat(copy(actual).sums(0).loss()).isEqualTo(expected.sums(0).loss());
        assertThat(copy(SPARSE).nonFiniteValue()).isNaN();
    }

    private static InputStatistics statistics(FeatureBlock block) {
        return FoldStatistics.none(ClassWeights.equal(), false)
                .read(0, List.of(block).iterator(), Integer.MAX_VALUE)
                .without(BlockPasses.NONE);
    }

    private static <T> T copy(T value) {
        ClassTag<T> tag = ClassTag.apply(Object.class);
        return kryo.deserialize(kryo.serialize(value, tag), tag);
    }
}
