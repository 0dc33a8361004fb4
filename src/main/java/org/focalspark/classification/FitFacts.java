package org.focalspark.classification;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.focalspark.compat.SolverSummary;
import org.focalspark.training.TrainingResult;

/** Objective history, convergence and stationarity of a fit, copied from the solver. */
final class FitFacts implements FocalTrainingSummary, SolverSummary, Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] objectiveHistory;
    private final double[] gradientNormHistory;
    private final boolean converged;
    private final String convergenceReason;
    private final double gradientNorm;
    private final double nonConvexShare;
    private final double estimatedGap;

    FitFacts(
            double[] objectiveHistory,
            double[] gradientNormHistory,
            boolean converged,
            String convergenceReason,
            double gradientNorm,
            double nonConvexShare,
            double estimatedGap) {
        this.objectiveHistory = objectiveHistory;
        this.gradientNormHistory = gradientNormHistory;
        this.converged = converged;
        this.convergenceReason = convergenceReason;
        this.gradientNorm = gradientNorm;
        this.nonConvexShare = nonConvexShare;
        this.estimatedGap = estimatedGap;
    }

    static FitFacts of(TrainingResult result) {
        return new FitFacts(
                result.objectiveHistory(),
                result.gradientNormHistory(),
                result.converged(),
                result.convergenceReason(),
                result.gradientNorm(),
                result.nonConvexShare(),
                result.estimatedGap());
    }

    /**
     * Reads a file of {@link #write}.
     *
     * @throws UncheckedIOException if the file is missing or too short
     */
    static FitFacts read(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return new FitFacts(
                    readNumbers(in),
                    readNumbers(in),
                    in.readBoolean(),
                    in.readUTF(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the facts to a temporary file. A Spark Connect server does so when it moves a cached model to disk, and
     * the same process reads the file. The format has no version and is not part of a saved model.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    static void write(FocalTrainingSummary facts, Path file) {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            writeNumbers(out, facts.objectiveHistory());
            writeNumbers(out, facts.gradientNormHistory());
            out.writeBoolean(facts.converged());
            out.writeUTF(facts.convergenceReason());
            out.writeDouble(facts.gradientNorm());
            out.writeDouble(facts.nonConvexShare());
            out.writeDouble(facts.estimatedGap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] readNumbers(DataInputStream in) throws IOException {
        double[] numbers = new double[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }

    private static void writeNumbers(DataOutputStream out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    @Override
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
    }

    @Override
    public double[] gradientNormHistory() {
        return gradientNormHistory.clone();
    }

    @Override
    public int totalIterations() {
        return objectiveHistory.length - 1;
    }

    @Override
    public boolean converged() {
        return converged;
    }

    @Override
    public String convergenceReason() {
        return convergenceReason;
    }

    @Override
    public double gradientNorm() {
        return gradientNorm;
    }

    @Override
    public double nonConvexShare() {
        return nonConvexShare;
    }

    @Override
    public double estimatedGap() {
        return estimatedGap;
    }
}
