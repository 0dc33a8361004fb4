package org.focalspark.training.solver;

/** Listener to the iterations of a solver. */
public interface IterationListener {
    /** Listener that ignores all calls. */
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
     * @param solution last point reached and the reason for stopping
     */
    default void stopped(Solution solution) {}
}
