package org.focalspark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers with Kryo every class of ours that fits, evaluators and their caches serialize, as
 * {@code spark.kryo.registrationRequired} asks for: set {@code spark.kryo.registrator} to the name of this class, beside those
 * of others. Needed only with {@code spark.serializer=org.apache.spark.serializer.KryoSerializer} and required registration;
 * with Kryo alone it saves the names of classes on the wire.
 *
 * <p>Models, losses of a fit and functions are no part of it: Spark sends them with Java's serialization whatever the setting.
 *
 * @since 0.1.0
 */
public final class FocalKryoRegistrator implements KryoRegistrator {
    private static final String PACKAGE = "org.focalspark.";

    /** By name, since most are private to their packages. The test says which are missing. */
    private static final List<String> TYPES = List.of(
            "objective.DenseBlock",
            "objective.SparseBlock",
            "objective.Values$DoubleValues",
            "objective.Values$FloatValues",
            "objective.Values$OneValues",
            "objective.LossAggregator",
            "objective.ModelSums",
            "objective.ScalarKernel",
            "objective.FeatureMoments",
            "objective.FeatureMoments$Sums",
            "objective.Fingerprint",
            "loss.ClassWeights",
            "loss.LossSums",
            "loss.RatioSums",
            "training.input.BlockLayout",
            "training.job.BlockPasses$Group",
            "training.job.BlockPasses$GroupSums",
            "training.input.FoldStatistics",
            "training.job.OrderedParts",
            "training.ScorePass$Scored",
            "training.input.InputStatistics",
            "training.input.Findings",
            "training.input.Findings$Finding",
            "training.input.Findings$Problem",
            "training.input.LabelHistogram",
            "table.ColumnTally",
            "table.TextSample",
            "evaluation.ReliabilityBin");

    /**
     * Not by their fields: those of the kernel name classes that only a JVM with the Vector API can load, and the models of a
     * pass and the sums of a metric hold losses and calibrations, of whatever class.
     */
    private static final List<String> OPAQUE_TYPES = List.of(
            "objective.VectorKernel",
            "objective.ModelBatch",
            "tuning.BinaryScores",
            "evaluation.CalibrationTotals",
            "tuning.ConfusionTotals",
            "evaluation.LossTotals");

    private static final List<String> ARRAY_TYPES = List.of(
            "objective.LossAggregator", "objective.ModelSums", "training.job.BlockPasses$Group", "table.ColumnTally");

    /** Called by Spark, which needs a constructor without arguments. */
    public FocalKryoRegistrator() {}

    @Override
    public void registerClasses(Kryo kryo) {
        TYPES.forEach(name -> kryo.register(type(name)));
        OPAQUE_TYPES.forEach(name -> kryo.register(type(name), new JavaSerializer()));
        ARRAY_TYPES.forEach(name -> kryo.register(type(name).arrayType()));
        kryo.register(ArrayList.class);
        kryo.register(TreeMap.class);
        kryo.register(HashMap.class);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(PACKAGE + name, false, FocalKryoRegistrator.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("focalspark's jar is not complete: it lacks " + PACKAGE + name + ".", e);
        }
    }
}
