package org.focalspark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.focalspark.compat.SolverSummary;
import org.focalspark.training.TrainingResult;

/** What the solver has to say of a fit. */
final class FitFacts implements FocalTrainingSummary, SolverSummary, Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] objectiveHistory;
    private final boolean converged;
    private final String convergenceReason;
    private final double gradientNorm;
    private final double nonConvexShare;

    FitFacts(
            double[] objectiveHistory,
            boolean converged,
            String convergenceReason,
            double gradientNorm,
            double nonConvexShare) {
        this.objectiveHistory = objectiveHistory;
        this.converged = converged;
        this.convergenceReason = convergenceReason;
        this.gradientNorm = gradientNorm;
        this.nonConvexShare = nonConvexShare;
    }

    static FitFacts of(TrainingResult result) {
        return new FitFacts(
                result.objectiveHistory(),
                result.converged(),
                result.convergenceReason(),
                result.gradientNorm(),
                result.nonConvexShare());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UncheckedIOException if the file is missing or too short
     */
    static FitFacts read(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            double[] history = new double[in.readInt()];
            for (int i = 0; i < history.length; i++) {
                history[i] = in.readDouble();
            }
            return new FitFacts(history, in.readBoolean(), in.readUTF(), in.readDouble(), in.readDouble());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a file for the process that writes it: a server's memory of a model that it moved to its disk. The format
     * has no version, and is no part of a saved model.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    static void write(FocalTrainingSummary facts, Path file) {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            double[] history = facts.objectiveHistory();
            out.writeInt(history.length);
            for (double objective : history) {
                out.writeDouble(objective);
            }
            out.writeBoolean(facts.converged());
            out.writeUTF(facts.convergenceReason());
            out.writeDouble(facts.gradientNorm());
            out.writeDouble(facts.nonConvexShare());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
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
}
