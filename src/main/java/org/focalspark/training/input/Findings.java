package org.focalspark.training.input;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Problems of the rows, by kind. Not thread-safe: one instance per partition, merged afterward. */
final class Findings implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Kind of problem of a row. */
    enum Problem {
        LABEL_MISSING,
        LABEL_OUT_OF_RANGE,
        LABEL_FRACTIONAL,
        LABEL_NOT_BINARY,
        LABEL_SIZE,
        WEIGHT_MISSING,
        WEIGHT_OUT_OF_RANGE,
        VECTOR_MISSING,
        VECTOR_SIZE,
        VALUE_NOT_FINITE
    }

    /**
     * Number of rows (for values: blocks) with a problem, and one offending value. Not a record, since Kryo cannot read
     * records.
     */
    static final class Finding implements Serializable {
        private static final long serialVersionUID = 1L;

        private final long count;
        private final double example;

        Finding(long count, double example) {
            this.count = count;
            this.example = example;
        }

        long count() {
            return count;
        }

        double example() {
            return example;
        }

        /**
         * Merges findings. The smaller example is used, so that the message does not depend on which task ends first.
         */
        private Finding and(Finding other) {
            return new Finding(count + other.count, Math.min(example, other.example));
        }
    }

    /** Not an EnumMap, which Kryo creates without its constructor. */
    private final Map<Problem, Finding> byProblem = new HashMap<>();

    void note(Problem problem, long count, double example) {
        byProblem.merge(problem, new Finding(count, example), Finding::and);
    }

    void merge(Findings other) {
        other.byProblem.forEach((problem, finding) -> note(problem, finding.count(), finding.example()));
    }

    boolean has(Problem problem) {
        return byProblem.containsKey(problem);
    }

    Optional<Finding> of(Problem problem) {
        return Optional.ofNullable(byProblem.get(problem));
    }
}
