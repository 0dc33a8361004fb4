package org.focalspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.focalspark.training.GridExample.TOLERANCE_1E_8;
import static org.focalspark.training.GridExample.assertSame;
import static org.focalspark.training.GridExample.data;
import static org.focalspark.training.GridExample.grid;
import static org.focalspark.training.GridExample.last;
import static org.focalspark.training.GridExample.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.objective.KernelChoice;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.training.job.BlockPasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that models trained in lockstep equal those of separate fits. */
@Tag("once")
class GridIT {
    private final JavaSparkContext context =
            JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

    @Test
    void aGridGivesTheModelsOfSeparateFits() {
        Dataset<Row> data = data();
        List<TrainingSpec> specs = grid();
        assertSame(
                Training.fitAll(data, specs, false),
                specs.stream().map(spec -> Training.fit(data, spec)).toList());
    }

    @Test
    void manyCandidatesCostNoMoreJobsThanTheSlowestOfThem() throws Exception {
        Dataset<Row> data = data();
        Jobs jobs = new Jobs();
        context.sc().addSparkListener(jobs);
        try {
            Training.fit(data, spec(3.0, 1e-3));
            int slowest = jobs.sinceLast();
            List<Attempt> attempts = Training.fitAll(data, grid(), false);
            int passes = attempts.stream().mapToInt(Attempt::passes).max().orElseThrow();
            assertThat(jobs.sinceLast()).isEqualTo(passes + 1).isLessThan(2 * slowest);
            assertThat(attempts)
                    .allSatisfy(attempt -> assertThat(attempt.seconds()).isPositive());
        } finally {
            context.sc().removeSparkListener(jobs);
        }
    }

    @Test
    void warmStartsBeginLowerAndEndNoWorse() {
        Dataset<Row> data = data();
        List<TrainingSpec> fine = new ArrayList<>();
        for (double gamma = 2.0; gamma < 3.0; gamma += 0.2) {
            FocalLoss side = new FocalLoss(gamma);
            fine.add(spec(sums -> new BinaryLoss(side, side, 1, 1), 1e-3));
        }
        List<Attempt> cold = Training.fitAll(data, fine, false);
        List<Attempt> warm = Training.fitAll(data, fine, true);
        for (int i = 0; i < cold.size(); i++) {
            TrainingResult coldResult = cold.get(i).result().orElseThrow();
            TrainingResult warmResult = warm.get(i).result().orElseThrow();
            assertThat(last(warmResult)).isLessThanOrEqualTo(last(coldResult) + TOLERANCE_1E_8);
            assertThat(warmResult.gradientNorm()).isLessThan(Math.max(coldResult.gradientNorm(), TOLERANCE_1E_8));
        }
        // The second fit starts at the solution of the first, where its objective is below that of the best constant.
        assertThat(warm.get(1).result().orElseThrow().objectiveHistory()[0])
                .isLessThan(cold.get(1).result().orElseThrow().objectiveHistory()[0]);
    }

    @Test
    void aCandidateThatFailsTakesNoneOfTheOthersDown() {
        Dataset<Row> data = data();
        List<TrainingSpec> specs = new ArrayList<>(grid());
        TrainingSpec.LossChoice noLoss = sums -> {
            throw new IllegalArgumentException("gamma is not to my liking.");
        };
        TrainingSpec.LossChoice brokenLater = sums -> new BinaryLoss(new FocalLoss(9e9), new FocalLoss(9e9), 1, 1);
        specs.add(1, spec(noLoss, 0.0));
        specs.add(2, spec(brokenLater, 0.0));
        List<Attempt> attempts = Training.fitAll(data, specs, false);
        assertThat(attempts.get(1).failure().orElseThrow()).hasMessage("gamma is not to my liking.");
        assertThat(attempts.get(2).failure().orElseThrow()).hasMessageStartingWith("gamma is so large");
        List<Attempt> others = new ArrayList<>(attempts);
        others.remove(2);
        others.remove(1);
        assertSame(others, grid().stream().map(spec -> Training.fit(data, spec)).toList());
    }

    @Test
    void aPassThatFailsEndsAllOfThem() {
        Dataset<Row> data = data();
        Training.withBlocks(data, spec(2.0, 0.0), Optional.empty(), input -> {
            AtomicInteger passes = new AtomicInteger();
            BlockPasses real = Training.passes(input, spec(2.0, 0.0), KernelChoice.SCALAR);
            Lockstep lockstep = new Lockstep(
                    requests -> {
                        if (passes.incrementAndGet() == 3) {
                            throw new IllegalStateException("cancelled");
                        }
                        return real.evaluate(requests);
                    },
                    2,
                    new GridProgress("grid"));
            Map<String, Fit> fits = new LinkedHashMap<>();
            grid().forEach(spec -> fits.put("fit " + fits.size(), Fit.of(spec, input, BlockPasses.NONE)));
            assertThatThrownBy(() -> lockstep.run(fits)).hasMessage("cancelled");
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("focalspark "));
            return 0;
        });
        assertThat(context.getPersistentRDDs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void howManyRunAtOnceDoesNotMatter(int atOnce) {
        Dataset<Row> data = data();
        List<Attempt> attempts = Training.withBlocks(data, spec(2.0, 0.0), Optional.empty(), input -> {
            BlockPasses passes = Training.passes(input, spec(2.0, 0.0), KernelChoice.ofThisJvm());
            Map<String, Fit> fits = new LinkedHashMap<>();
            grid().forEach(spec -> fits.put("fit " + fits.size(), Fit.of(spec, input, BlockPasses.NONE)));
            return new Lockstep(passes::evaluate, atOnce, new GridProgress("grid")).run(fits);
        });
        assertSame(
                attempts, grid().stream().map(spec -> Training.fit(data, spec)).toList());
    }

    /** Counts jobs. */
    private static final class Jobs extends SparkListener {
        private final AtomicInteger jobs = new AtomicInteger();

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
        }

        private int sinceLast() throws Exception {
            SparkSessions.shared().sparkContext().listenerBus().waitUntilEmpty();
            return jobs.getAndSet(0);
        }
    }
}
