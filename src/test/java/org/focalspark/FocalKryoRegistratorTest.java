package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever can be reached from what Spark is given to serialize is registered, and nothing else is. */
class FocalKryoRegistratorTest {
    private static final String PACKAGE = "org.focalspark.";

    /** Written by Java's own serialization, whatever they hold. */
    private static final Set<String> OPAQUE =
            Set.of("VectorKernel", "ModelBatch", "BinaryScores", "CalibrationTotals", "ConfusionTotals", "LossTotals");

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ArchitectureTest.WithoutTests())
            .importPackages("org.focalspark");

    private final Set<JavaClass> seen = new HashSet<>();

    @Test
    void registersWhatCanBeReached() {
        Set<String> reached = new TreeSet<>();
        // Cached blocks, broadcasts, results of tasks and what is shuffled.
        for (String root : Set.of(
                "objective.FeatureBlock",
                "evaluation.LossTotals",
                "evaluation.CalibrationTotals",
                "training.job.OrderedParts",
                "training.input.FoldStatistics",
                "training.job.BlockPasses$Group",
                "training.job.BlockPasses$GroupSums",
                "training.ScorePass$Scored",
                "training.ScoreSums",
                "evaluation.ReliabilityBin",
                "table.ColumnTally")) {
            reach(ours.get(PACKAGE + root), reached);
        }
        assertThat(registered()).isEqualTo(reached);
    }

    private void reach(JavaClass type, Set<String> reached) {
        if (!type.getName().startsWith(PACKAGE) || !seen.add(type)) {
            return;
        }
        if (!type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
            reached.add(type.getName());
        }
        if (OPAQUE.contains(type.getSimpleName())) {
            return;
        }
        type.getAllSubclasses().forEach(subclass -> reach(subclass, reached));
        type.getAllFields().stream()
                .filter(FocalKryoRegistratorTest::isSerialized)
                .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                .forEach(part -> reach(part.getBaseComponentType(), reached));
    }

    private static boolean isSerialized(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.TRANSIENT);
    }

    private static Set<String> registered() {
        Set<String> names = new TreeSet<>();
        Kryo kryo = new Kryo();
        int first = kryo.getNextRegistrationId();
        new FocalKryoRegistrator().registerClasses(kryo);
        for (int id = first; id < kryo.getNextRegistrationId(); id++) {
            String name = kryo.getRegistration(id).getType().getName();
            if (name.startsWith(PACKAGE)) {
                names.add(name);
            }
        }
        return names;
    }
}
