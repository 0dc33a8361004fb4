package org.focalspark.testkit.random;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.linalg.Vector;
import org.focalspark.testkit.StageParams;

/** Fits a random case and checks what must be true of it. */
public final class CaseRun {
    private static final String FINITE = "finite";
    private static final String IN_RANGE = "probabilities";
    private static final String TRANSFORM = "transform equals predict";
    private static final String ONNX = "ONNX equals transform";
    private static final String PMML = "PMML equals transform";
    private static final String SPARK = "gamma 0 equals Spark";
    private static final String REPEATED = "weight k equals k repetitions";
    private static final String LOCKSTEP = "single equals lockstep";
    private static final String PERMUTED = "permuted rows give the same model";
    private static final String SAVED = "saved equals loaded";
    private static final String REFUSED = "refused in one sentence";
    private static final String REFUSED_BY_SPARK = "refused as by Spark";

    /** Names of all that is checked. */
    public static final List<String> INVARIANTS = List.of(
            FINITE,
            IN_RANGE,
            TRANSFORM,
            ONNX,
            PMML,
            SPARK,
            REPEATED,
            LOCKSTEP,
            PERMUTED,
            SAVED,
            REFUSED,
            REFUSED_BY_SPARK);

    /** Every so many cases a model is saved and loaded, which takes longer than all the rest. */
    private static final int SAVED_ONE_IN = 10;

    /** Of the fits that are repeated in another form, each case has one. */
    private static final int FORMS = 3;

    private final RandomCase example;
    private final Path folder;
    private final Agreement agreement;
    private final List<String> violations = new ArrayList<>();
    private final Set<String> checked = new TreeSet<>();

    private CaseRun(long seed, Path folder) {
        this.example = RandomCase.of(seed);
        this.folder = folder;
        this.agreement = new Agreement(example);
    }

    /**
     * What came of a case.
     *
     * @param violations what was not as it must be, with the seed; empty if all was
     * @param checked what was checked: names of the invariants, and refused or fitted
     */
    public record Result(List<String> violations, Set<String> checked) {}

    /**
     * Runs a case.
     *
     * @param seed its seed
     * @param folder where models may be saved
     */
    public static Result of(long seed, Path folder) {
        CaseRun run = new CaseRun(seed, folder);
        try {
            run.check();
        } catch (Throwable e) { // any failure is reported with its seed
            run.violate("ends in " + e + " at " + Arrays.toString(e.getStackTrace()));
        }
        return new Result(run.violations, run.checked);
    }

    private void violate(String what) {
        violations.add("The fit " + what + "\n  " + example);
    }

    private void check(String invariant, Optional<String> fault) {
        checked.add(invariant);
        fault.ifPresent(text -> violate("(" + invariant + ") " + text));
    }

    private void check() throws Exception {
        CaseEstimator estimator;
        TrainedModel model;
        try {
            estimator = CaseEstimator.of(example);
            model = estimator.fit(example.table());
        } catch (Throwable e) { // what may be thrown is what is checked
            checkRefusal(e);
            return;
        }
        checked.add("fitted");
        check(FINITE, faultOfNumbers(model));
        Scoring scoring = new Scoring(model, example);
        check(IN_RANGE, scoring.faultOfProbabilities(example.table().multilabel()));
        check(TRANSFORM, scoring.faultOfTransform());
        check(ONNX, scoring.faultOfOnnx());
        if (scoring.hasPmml()) {
            check(PMML, scoring.faultOfPmml());
        }
        if (example.asSpark()) {
            check(SPARK, new SparkComparison(example).of(model));
        }
        checkOtherForm(estimator, model);
        if (example.seed() % SAVED_ONE_IN == 0) {
            checkSaved(model, scoring);
        }
    }

    private void checkRefusal(Throwable refusal) {
        checked.add("refused");
        check(REFUSED, Refusal.fault(refusal));
        if (example.asSpark() && refusal instanceof IllegalArgumentException) {
            check(REFUSED_BY_SPARK, new SparkComparison(example).of(refusal));
        }
        Optional<Throwable> permuted =
                Refusal.of(() -> estimatorOrThrow().fit(example.table().permuted(example.seed())));
        if (permuted.isEmpty()) {
            violate("is refused, but not with its rows in another order: " + refusal);
        }
    }

    private CaseEstimator estimatorOrThrow() throws Exception {
        try {
            return CaseEstimator.of(example);
        } catch (Error | Exception e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void checkOtherForm(CaseEstimator estimator, TrainedModel model) {
        int form = (int) Math.floorMod(example.seed(), (long) FORMS);
        Optional<RandomTable> repeated =
                form == 0 && example.isSet("weightCol") ? example.table().repeated() : Optional.empty();
        if (repeated.isPresent()) {
            TrainedModel again = estimator.fit(repeated.get());
            boolean penaltyOfUnits = example.flag("standardization", true) && example.number("regParam", 0.0) > 0.0;
            boolean startsAtZero =
                    !example.isSet(RandomCase.INITIAL_MODEL) && !example.isSet("lowerBoundsOnCoefficients");
            if (startsAtZero || !penaltyOfUnits) {
                check(REPEATED, agreement.ofStart(again, model));
            }
            if (!penaltyOfUnits) {
                check(REPEATED, agreement.ofMinima(again, model));
            }
        } else if (form == 1) {
            checkSame(LOCKSTEP, estimator.fitInLockstep(example.table()), model);
        } else {
            checkSame(PERMUTED, estimator.fit(example.table().permuted(example.seed())), model);
        }
    }

    private void checkSame(String invariant, TrainedModel other, TrainedModel model) {
        check(invariant, agreement.ofSteps(other, model));
        check(invariant, agreement.ofMinima(other, model));
    }

    private Optional<String> faultOfNumbers(TrainedModel model) {
        boolean finite = Arrays.stream(model.coefficients().toArray()).allMatch(Double::isFinite)
                && Arrays.stream(model.summary().objectiveHistory()).allMatch(Double::isFinite)
                && Arrays.stream(model.intercepts().toArray()).noneMatch(Double::isNaN);
        Vector intercepts = model.intercepts();
        for (int k = 0; k < intercepts.size(); k++) {
            finite &= Double.isFinite(intercepts.apply(k))
                    || LabelWeights.of(example).needsNoFit(k, intercepts.size());
        }
        return finite
                ? Optional.empty()
                : Optional.of("gives " + model.coefficients() + ", " + intercepts + " and objectives of "
                        + Arrays.toString(model.summary().objectiveHistory()));
    }

    private void checkSaved(TrainedModel model, Scoring scoring) throws Exception {
        TrainedModel loaded =
                model.savedAndLoaded(folder.resolve("model-" + example.seed()).toString());
        check(SAVED, scoring.faultOf(loaded));
        try {
            StageParams.assertSameStage(loaded.stage(), model.stage());
        } catch (AssertionError e) {
            check(SAVED, Optional.of(e.getMessage()));
        }
    }
}
