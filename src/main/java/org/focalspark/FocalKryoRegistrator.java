package org.focalspark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers the classes of this library that fits and evaluators serialize with Kryo.
 *
 * <p>Set {@code spark.kryo.registrator} to the name of this class, together with the registrators of other libraries. It
 * is required only if {@code spark.serializer} is {@code org.apache.spark.serializer.KryoSerializer} and {@code
 * spark.kryo.registrationRequired} is true. With Kryo alone it shortens serialized data, which then has no class names.
 *
 * <p>It does not register models, losses and functions: Spark always sends them with Java serialization.
 *
 * @since 0.1.0
 */
public final class FocalKryoRegistrator implements KryoRegistrator {
    private static final String PACKAGE = "org.focalspark.";

    /** Names, because most of these classes are package-private. FocalKryoRegistratorTest finds missing ones. */
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
     * Classes that are serialized by Java. Fields of the kernel have types that only a JVM with the Vector API can load.
     * The models of a pass and the sums of a metric contain losses and calibrations of any class.
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
