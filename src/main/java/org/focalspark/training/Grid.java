package org.focalspark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.focalspark.objective.KernelChoice;
import org.focalspark.training.input.BlockedInput;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.DriverMemory;

/** Grid of candidates and folds over the same blocks, fitted in lockstep. */
final class Grid {
    private final BlockedInput input;
    private final List<TrainingSpec> specs;
    private final boolean warmStarts;
    private final KernelChoice kernel = KernelChoice.ofThisJvm();

    Grid(BlockedInput input, List<TrainingSpec> specs, boolean warmStarts) {
        this.input = input;
        this.specs = specs;
        this.warmStarts = warmStarts;
        if (specs.stream().anyMatch(spec -> !spec.columns().equals(specs.get(0).columns()))) {
            throw new IllegalStateException("Only fits of the same columns can share their passes.");
        }
    }

    /**
     * Fits all candidates with each of the folds held out.
     *
     * @param heldOut folds to hold out
     * @return outcome of each fit, by candidate, then by fold
     */
    List<List<Attempt>> fit(int[] heldOut) {
        Attempt[][] attempts = new Attempt[specs.size()][heldOut.length];
        GridProgress progress = new GridProgress(specs.get(0).uid());
        if (warmStarts) {
            fit(heldOut, attempts, 0, 2, progress);
            fit(heldOut, attempts, 1, 2, progress);
        } else {
            fit(heldOut, attempts, 0, 1, progress);
        }
        return Arrays.stream(attempts).map(List::of).toList();
    }

    /**
     * Fits every {@code step}-th candidate. If {@code first} is not 0, fits start from the solutions of the previous
     * candidates.
     */
    private void fit(int[] heldOut, Attempt[][] attempts, int first, int step, GridProgress progress) {
        Map<String, Fit> fits = new LinkedHashMap<>();
        List<int[]> places = new ArrayList<>();
        for (int candidate = first; candidate < specs.size(); candidate += step) {
            for (int f = 0; f < heldOut.length; f++) {
                TrainingSpec spec = first == 0 ? specs.get(candidate) : warm(candidate, attempts[candidate - 1][f]);
                try {
                    Fit fit = Fit.of(spec, input, heldOut[f]);
                    fits.put("candidate " + candidate + (heldOut.length == 1 ? "" : ", fold " + heldOut[f]), fit);
                    places.add(new int[] {candidate, f});
                } catch (IllegalArgumentException e) {
                    attempts[candidate][f] = Attempt.failed(e);
                }
            }
        }
        BlockPasses passes = Training.passes(input, specs.get(0), kernel);
        List<Attempt> ends = new Lockstep(passes::evaluate, atOnce(fits.values()), progress).run(fits);
        for (int i = 0; i < ends.size(); i++) {
            attempts[places.get(i)[0]][places.get(i)[1]] = ends.get(i);
        }
    }

    private static int atOnce(Collection<Fit> fits) {
        long dimension = fits.stream().mapToLong(Fit::dimension).max().orElse(1L);
        long metric = fits.stream().mapToLong(Fit::metricSize).max().orElse(0L);
        return DriverMemory.fitsAtOnce(fits.size(), dimension, metric);
    }

    /**
     * Returns the candidate with its neighbor's solution as initial model, if the shapes agree and it has no initial
     * model of its own.
     */
    private TrainingSpec warm(int candidate, Attempt neighbor) {
        TrainingSpec spec = specs.get(candidate);
        boolean same =
                spec.model().fitIntercept() == specs.get(candidate - 1).model().fitIntercept();
        if (neighbor.result().isEmpty() || spec.model().initial().isPresent() || !same) {
            return spec;
        }
        TrainingResult result = neighbor.result().get();
        return spec.startingFrom(new TrainingSpec.InitialModel(
                new DenseMatrix(result.intercepts().length, result.numFeatures(), result.coefficients(), true),
                Vectors.dense(result.intercepts()),
                spec.model().fitIntercept()));
    }
}
