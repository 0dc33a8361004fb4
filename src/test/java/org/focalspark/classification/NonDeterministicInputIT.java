package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.RDDBlockId;
import org.focalspark.testkit.DrawnRows;
import org.focalspark.testkit.Passes;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An input that is not the same each time it is read gives a model while nothing is lost, and none when blocks are lost
 * between passes: the fit ends, rather than go on with other rows.
 */
class NonDeterministicInputIT {
    private static final Dataset<Row> ROWS = DrawnRows.of(SparkSessions.shared(), DrawnRows.Kind.DENSE, 3, 400, 4);

    /** Another number each time, unlike rand(), whose seed is part of the plan. */
    private static final Column CHANCE = functions
            .udf(Math::random, DataTypes.DoubleType)
            .asNondeterministic()
            .apply();

    private final JavaSparkContext context =
            JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

    /** What is lost in the middle of the iterations. */
    enum Loss {
        /** One block of one partition, which is built again and cached again. */
        ONE_BLOCK {
            @Override
            void happen(JavaSparkContext context, int rdd) {
                SparkEnv.get().blockManager().removeBlock(new RDDBlockId(rdd, 1), true);
            }
        },
        /** The cache, so that every pass reads the input. */
        ALL_BLOCKS {
            @Override
            void happen(JavaSparkContext context, int rdd) {
                context.getPersistentRDDs().get(rdd).unpersist(true);
            }
        };

        abstract void happen(JavaSparkContext context, int rdd);
    }

    /** Loses blocks when the third pass begins, or while it runs. */
    private static final class Accident extends SparkListener {
        private final JavaSparkContext context;
        private final Loss loss;
        private int passes;

        private Accident(JavaSparkContext context, Loss loss) {
            this.context = context;
            this.loss = loss;
        }

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            boolean isPass = Passes.isPass(job);
            if (isPass && ++passes == 3) {
                context.getPersistentRDDs().forEach((id, rdd) -> {
                    if (rdd.name().endsWith("training blocks")) {
                        loss.happen(context, id);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLossIsNoticedIfAFeatureIsAnotherNow(Loss loss) {
        assertRefused(withFeature(CHANCE), loss);
    }

    @ParameterizedTest
    @EnumSource
    void aLossIsNoticedIfOtherRowsPassAFilterNow(Loss loss) {
        assertRefused(ROWS.filter(CHANCE.lt(0.5)), loss); // as many rows as before, perhaps, but others
    }

    @Test
    void nothingIsRefusedWhileNothingIsLost() {
        assertThat(fit(withFeature(CHANCE).filter(CHANCE.lt(0.9))).toArray()).doesNotContain(Double.NaN);
    }

    /** The seed of rand() is drawn when the plan is made, and every partition goes on from it. */
    @ParameterizedTest
    @EnumSource
    void randIsTheSameAgain(Loss loss) {
        Dataset<Row> rows =
                withFeature(functions.rand()).filter(functions.rand().lt(0.7));
        Vector expected = fit(rows);
        assertThat(fitWith(loss, rows)).isEqualTo(expected);
    }

    private void assertRefused(Dataset<Row> rows, Loss loss) {
        assertThatThrownBy(() -> fitWith(loss, rows))
                .isInstanceOf(SparkException.class)
                .hasMessageContainingAll("The input has changed during training: ", "It is not deterministic");
        assertThat(context.getPersistentRDDs()).isEmpty();
    }

    private Vector fitWith(Loss loss, Dataset<Row> rows) {
        Accident accident = new Accident(context, loss);
        context.sc().addSparkListener(accident);
        try {
            return fit(rows);
        } finally {
            context.sc().removeSparkListener(accident);
        }
    }

    /** Many iterations: what happens to the blocks happens beside them. */
    private static Vector fit(Dataset<Row> rows) {
        return new FocalLogisticRegression()
                .setFamily("ovr")
                .setMaxIter(40)
                .setTol(0.0)
                .fit(rows)
                .interceptVector();
    }

    private static Dataset<Row> withFeature(Column chance) {
        return new VectorAssembler()
                .setInputCols(new String[] {"features", "chance"})
                .setOutputCol("all")
                .transform(ROWS.withColumn("chance", chance))
                .selectExpr("label", "all AS features");
    }
}
