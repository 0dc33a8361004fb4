package org.focalspark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.BlockScores;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.KernelChoice;
import org.focalspark.objective.ModelBatch;
import org.focalspark.objective.Predictor;
import org.focalspark.training.input.BlockedInput;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.Execution;
import org.focalspark.training.job.OrderedParts;

/**
 * Scores each held-out row with the models that were not trained on it, in one pass over the blocks, or in several if
 * the sums are large.
 *
 * @param <S> sums of a metric
 */
final class ScorePass<S extends ScoreSums<S>> {
    /** Maximum numbers in the sums of all models of a pass. */
    private static final long MAX_NUMBERS = 1L << 24;

    private final List<Integer> folds = new ArrayList<>();
    private final List<TrainingResult> results = new ArrayList<>();
    private final List<S> sums = new ArrayList<>();

    /**
     * Adds a model.
     *
     * @param fold held-out fold of the model
     * @param own empty sums of the model
     * @return index of the model
     */
    int add(int fold, TrainingResult result, S own) {
        folds.add(fold);
        results.add(result);
        sums.add(own);
        return results.size() - 1;
    }

    /**
     * Returns the sums of all models, in the order in which they were added. Throws a SparkException if the rows differ
     * from those of the scan.
     *
     * @param input blocks
     * @param execution depth of the tree in which sums are merged
     */
    List<S> run(BlockedInput input, Execution execution) {
        List<S> all = new ArrayList<>();
        int from = 0;
        while (from < sums.size()) {
            int to = from;
            long numbers = 0L;
            while (to < sums.size() && (to == from || numbers + sums.get(to).maxNumbers() <= MAX_NUMBERS)) {
                numbers += sums.get(to++).maxNumbers();
            }
            all.addAll(run(input, from, to, execution.depth(input.blocks().getNumPartitions(), numbers), numbers));
            from = to;
        }
        return all;
    }

    private List<S> run(BlockedInput input, int from, int to, int depth, long numbers) {
        Task<S> task = new Task<>(batches(from, to), new ArrayList<>(sums.subList(from, to)), KernelChoice.ofThisJvm());
        // One partition per task: each attempt has its own copy of the task, and so its own sums.
        Scored<S> scored = OrderedParts.aggregate(
                        input.placed(), numbers, depth, (partition, own) -> task.score(own), Scored::merge)
                .orElseGet(() -> new Scored<>(task.sums, new TreeMap<>()));
        requireSameFolds(input, scored.rows, folds.subList(from, to));
        return scored.sums;
    }

    /** Checks fold by fold: rows that Spark recomputed in another order are the same rows, but in other folds. */
    private static void requireSameFolds(
            BlockedInput input, Map<Integer, Fingerprint> rows, Collection<Integer> heldOut) {
        Set<Integer> all = new TreeSet<>(rows.keySet());
        all.addAll(heldOut);
        for (int fold : all) {
            BlockPasses.requireSameRows(input.rowsOf(fold), rows.getOrDefault(fold, new Fingerprint()));
        }
    }

    private Map<Integer, Batch> batches(int from, int to) {
        TreeMap<Integer, List<Integer>> modelsOfFold = new TreeMap<>();
        for (int model = from; model < to; model++) {
            modelsOfFold
                    .computeIfAbsent(folds.get(model), absent -> new ArrayList<>())
                    .add(model);
        }
        TreeMap<Integer, Batch> batches = new TreeMap<>();
        modelsOfFold.forEach((fold, models) -> batches.put(fold, batch(models, from)));
        return batches;
    }

    private Batch batch(List<Integer> models, int first) {
        List<Predictor> predictors = new ArrayList<>();
        List<MarginLoss> losses = new ArrayList<>();
        for (int model : models) {
            TrainingResult result = results.get(model);
            predictors.add(new Predictor(result.coefficients(), result.intercepts()));
            losses.add(result.loss());
        }
        return new Batch(
                new ModelBatch(predictors, losses),
                models.stream().mapToInt(model -> model - first).toArray());
    }

    /** Models of one held-out fold, and their indices in the pass. */
    private static final class Batch implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ModelBatch models;
        private final int[] places;

        private Batch(ModelBatch models, int[] places) {
            this.models = models;
            this.places = places;
        }
    }

    /** Result of a task: sums by model, and fingerprints of the rows by fold. */
    private static final class Scored<S extends ScoreSums<S>> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final List<S> sums;
        private final Map<Integer, Fingerprint> rows;

        private Scored(List<S> sums, Map<Integer, Fingerprint> rows) {
            this.sums = sums;
            this.rows = rows;
        }

        private Scored<S> merge(Scored<S> other) {
            for (int i = 0; i < sums.size(); i++) {
                sums.set(i, sums.get(i).merge(other.sums.get(i)));
            }
            other.rows.forEach((fold, seen) ->
                    rows.computeIfAbsent(fold, none -> new Fingerprint()).merge(seen));
            return this;
        }
    }

    /** Work of the tasks, sent to each of them. */
    private static final class Task<S extends ScoreSums<S>> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Map<Integer, Batch> batches;
        private final List<S> sums;
        private final KernelChoice kernel;

        private Task(Map<Integer, Batch> batches, List<S> sums, KernelChoice kernel) {
            this.batches = batches;
            this.sums = sums;
            this.kernel = kernel;
        }

        private Scored<S> score(Iterator<FeatureBlock> blocks) {
            BlockScores scores = new BlockScores(kernel.kernel());
            TreeMap<Integer, Fingerprint> rows = new TreeMap<>();
            while (blocks.hasNext()) {
                FeatureBlock block = blocks.next();
                rows.computeIfAbsent(block.fold(), none -> new Fingerprint()).add(block);
                Batch batch = batches.get(block.fold());
                if (batch != null) {
                    scores.visit(
                            block,
                            batch.models,
                            (model, margins, labels, weight) ->
                                    sums.get(batch.places[model]).add(margins, labels, weight));
                }
            }
            return new Scored<>(sums, rows);
        }
    }
}
