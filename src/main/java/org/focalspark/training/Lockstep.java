package org.focalspark.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.SparkFailure;
import org.jspecify.annotations.Nullable;

/**
 * Runs fits in lockstep: when every running fit waits for a pass, one pass evaluates all of them. An optimizer
 * evaluates the objective by a blocking call, so each fit has its own thread. Only the calling thread starts jobs, so
 * its job group and cancellation apply to all of them.
 *
 * <p>A failed fit does not end the others. A failed pass ends all fits, and its exception is thrown.
 */
final class Lockstep {
    private final Function<List<BlockPasses.Request>, List<BlockPasses.Sums>> passes;
    private final int atOnce;
    private final GridProgress progress;
    private final List<Runner> waiting = new ArrayList<>();
    private int running;

    /**
     * Creates a lockstep of fits.
     *
     * @param passes evaluates requests and returns the sums in their order
     * @param atOnce maximum number of running fits, &gt;= 1; when one ends, the next begins
     * @param progress receives every pass
     */
    Lockstep(Function<List<BlockPasses.Request>, List<BlockPasses.Sums>> passes, int atOnce, GridProgress progress) {
        this.passes = passes;
        this.atOnce = atOnce;
        this.progress = progress;
    }

    /**
     * Runs all fits to their end.
     *
     * @param fits fits by their name in the log, in order
     * @return outcome of each fit, in that order
     */
    List<Attempt> run(Map<String, Fit> fits) {
        Iterator<Map.Entry<String, Fit>> next = fits.entrySet().iterator();
        List<Runner> runners = new ArrayList<>();
        Optional<Exception> end = Optional.empty();
        try {
            while (end.isEmpty()) {
                List<Runner> asking = awaitAll();
                if (asking.size() < atOnce && next.hasNext()) {
                    for (int i = asking.size(); i < atOnce && next.hasNext(); i++) {
                        runners.add(start(runners.size(), next.next()));
                    }
                } else if (asking.isEmpty()) {
                    break;
                } else {
                    end = pass(asking, fits.size());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = Optional.of(e);
        } finally {
            stop(runners);
        }
        if (end.isPresent()) {
            throw SparkFailure.asIs(end.get());
        }
        for (Runner runner : runners) {
            if (runner.broken != null) {
                throw runner.broken;
            }
        }
        return runners.stream().map(Runner::attempt).toList();
    }

    /** Waits until every fit has ended or waits for a pass. */
    private synchronized List<Runner> awaitAll() throws InterruptedException {
        while (running > 0) {
            wait();
        }
        return waiting.stream()
                .sorted(Comparator.comparingInt(runner -> runner.index))
                .toList();
    }

    private synchronized Runner start(int index, Map.Entry<String, Fit> fit) {
        Runner runner = new Runner(index, fit.getKey(), fit.getValue());
        running++;
        runner.thread.start();
        return runner;
    }

    private Optional<Exception> pass(List<Runner> asking, int numFits) {
        long start = System.nanoTime();
        List<BlockPasses.Sums> answers;
        try {
            answers = passes.apply(asking.stream()
                    .map(runner -> runner.request)
                    .map(Objects::requireNonNull)
                    .toList());
        } catch (Exception e) { // includes undeclared checked exceptions of Scala
            return Optional.of(e);
        }
        progress.passed(asking.size(), numFits);
        double share = (System.nanoTime() - start) / 1e9 / asking.size();
        synchronized (this) {
            for (int i = 0; i < asking.size(); i++) {
                asking.get(i).answer(answers.get(i), share);
            }
            running += asking.size();
            waiting.clear();
            notifyAll();
        }
        return Optional.empty();
    }

    /** Interrupts all fits and waits for their threads to end. */
    private void stop(List<Runner> runners) {
        runners.forEach(runner -> runner.thread.interrupt());
        boolean interrupted = false;
        for (Runner runner : runners) {
            while (runner.thread.isAlive()) {
                try {
                    runner.thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One fit and its thread. */
    private final class Runner {
        private final int index;
        private final Thread thread;
        private BlockPasses.@Nullable Request request;
        private BlockPasses.@Nullable Sums answer;
        private @Nullable Attempt attempt;
        private @Nullable Error broken;
        private int numPasses;
        private double seconds;

        private Runner(int index, String label, Fit fit) {
            this.index = index;
            this.thread = new Thread(() -> run(fit, progress.ofFit(label)), "focalspark " + label);
            thread.setDaemon(true);
        }

        private void run(Fit fit, Progress ofFit) {
            Attempt end;
            try {
                TrainingResult result = fit.minimize(this::ask, ofFit);
                end = new Attempt(Optional.of(result), Optional.empty(), numPasses, seconds);
            } catch (Exception e) { // includes undeclared checked exceptions of Scala
                end = new Attempt(Optional.empty(), Optional.of(e), numPasses, seconds);
            } catch (Error e) { // ends all fits, which must not be left waiting
                broken = e;
                end = new Attempt(Optional.empty(), Optional.empty(), numPasses, seconds);
            }
            synchronized (Lockstep.this) {
                attempt = end;
                running--;
                Lockstep.this.notifyAll();
            }
        }

        private BlockPasses.Sums ask(BlockPasses.Request wanted) {
            synchronized (Lockstep.this) {
                request = wanted;
                answer = null;
                waiting.add(this);
                running--;
                Lockstep.this.notifyAll();
                while (answer == null) {
                    try {
                        Lockstep.this.wait();
                    } catch (InterruptedException e) {
                        throw SparkFailure.asIs(e);
                    }
                }
                return answer;
            }
        }

        private void answer(BlockPasses.Sums sums, double share) {
            answer = sums;
            numPasses++;
            seconds += share;
        }

        private Attempt attempt() {
            return Objects.requireNonNull(attempt);
        }
    }
}
