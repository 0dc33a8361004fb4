package org.focalspark.training.solver;

/** Told of the iterations of a solver. */
public interface IterationListener {
    /** Ignores what it is told. */
    IterationListener NONE = new IterationListener() {};

    /**
     * Called at the start and after each iteration.
     *
     * @param iteration number of the iteration, 0 at the start
     * @param evaluation objective at the point reached
     */
    default void iterated(int iteration, Evaluation evaluation) {}

    /**
     * Called at the end.
     *
     * @param solution the last point reached and why
     */
    default void stopped(Solution solution) {}
}
