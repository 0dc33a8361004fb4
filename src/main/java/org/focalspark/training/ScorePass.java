package org.focalspark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.BlockScores;
import org.focalspark.objective.FeatureBlock;
import org.focalspark.objective.KernelChoice;
import org.focalspark.objective.ModelBatch;
import org.focalspark.objective.Predictor;

/**
 * One pass over the blocks that scores each held-out row by the models that have not seen it.
 *
 * @param <S> sums of a metric
 */
final class ScorePass<S extends ScoreSums<S>> {
    private final TreeMap<Integer, List<Integer>> modelsOfFold = new TreeMap<>();
    private final List<TrainingResult> results = new ArrayList<>();
    private final ArrayList<S> sums = new ArrayList<>();

    /**
     * Adds a model.
     *
     * @param fold fold that it has not seen
     * @param own sums over no rows
     * @return its index
     */
    int add(int fold, TrainingResult result, S own) {
        modelsOfFold.computeIfAbsent(fold, absent -> new ArrayList<>()).add(results.size());
        results.add(result);
        sums.add(own);
        return results.size() - 1;
    }

    /**
     * The sums of all models, in the order in which they were added.
     *
     * @param blocks blocks of one partition per task
     */
    List<S> run(JavaRDD<PlacedBlock> blocks) {
        if (results.isEmpty()) {
            return List.of();
        }
        TreeMap<Integer, Batch> batches = new TreeMap<>();
        for (Map.Entry<Integer, List<Integer>> fold : modelsOfFold.entrySet()) {
            batches.put(fold.getKey(), batch(fold.getValue()));
        }
        Task<S> task = new Task<>(batches, sums, KernelChoice.ofThisJvm());
        return OrderedParts.aggregate(
                        blocks, 0L, 2, (partition, own) -> task.score(own), (one, other) -> Task.merge(one, other))
                .orElse(sums);
    }

    private Batch batch(List<Integer> models) {
        List<Predictor> predictors = new ArrayList<>();
        List<MarginLoss> losses = new ArrayList<>();
        for (int model : models) {
            TrainingResult result = results.get(model);
            predictors.add(new Predictor(result.coefficients(), result.intercepts()));
            losses.add(result.loss());
        }
        return new Batch(
                new ModelBatch(predictors, losses),
                models.stream().mapToInt(model -> model).toArray());
    }

    /** The models that a fold is held out for, and their places among all models. */
    private static final class Batch implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ModelBatch models;
        private final int[] places;

        private Batch(ModelBatch models, int[] places) {
            this.models = models;
            this.places = places;
        }
    }

    /** What is sent to the tasks: each gets a copy of its own, and so its own sums to add to. */
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

        private List<S> score(Iterator<FeatureBlock> blocks) {
            BlockScores scores = new BlockScores(kernel.kernel());
            while (blocks.hasNext()) {
                FeatureBlock block = blocks.next();
                Batch batch = batches.get(block.fold());
                if (batch != null) {
                    scores.visit(
                            block,
                            batch.models,
                            (model, margins, labels, weight) ->
                                    sums.get(batch.places[model]).add(margins, labels, weight));
                }
            }
            return sums;
        }

        private static <S extends ScoreSums<S>> List<S> merge(List<S> left, List<S> right) {
            for (int i = 0; i < left.size(); i++) {
                left.set(i, left.get(i).merge(right.get(i)));
            }
            return left;
        }
    }
}
