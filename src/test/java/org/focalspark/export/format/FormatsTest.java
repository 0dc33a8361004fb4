package org.focalspark.export.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration.Mode;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.ReducedFocalLoss;
import org.focalspark.loss.SoftmaxLoss;
import org.junit.jupiter.api.Test;

/** What the formats do without Spark, and without the optional library. */
class FormatsTest {

    /** Our classes, loaded once more where there are no ONNX messages. */
    private static final class WithoutOnnx extends ClassLoader {
        WithoutOnnx() {
            super(FormatsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("ai.onnx.") || name.startsWith("com.google.protobuf.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("org.focalspark.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = stream.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Called in the other class loader, too. */
    private static byte[] writesOnnx() {
        return Formats.onnx(example(new FocalLoss(2.0), 1.5), false);
    }

    /** Called in the other class loader, too. */
    private static byte[] writesPmml() {
        return Formats.pmml(example(new FocalLoss(2.0), 1.5));
    }

    private static ExportedModel example(PointwiseLoss loss, double intercept) {
        return new ExportedModel(
                new ExportedModel.Linear(new double[] {1.0, 0.0}, new double[] {intercept}, List.of("a", "b")),
                new ExportedModel.Scores(
                        new BinaryLoss(loss, loss, 1.0, 1.0), Mode.FOCAL, new double[2], new double[0], new double[] {
                            0.5
                        }),
                Map.of());
    }

    private static byte[] withoutOnnx(String method) throws Throwable {
        Class<?> other = Class.forName(FormatsTest.class.getName(), true, new WithoutOnnx());
        assertThat(other).isNotEqualTo(FormatsTest.class);
        try {
            Method called = other.getDeclaredMethod(method);
            called.setAccessible(true); // another loader makes another package of the same name
            return (byte[]) called.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void onnxWithoutItsLibraryNamesTheArtifact() {
        assertThatThrownBy(() -> withoutOnnx("writesOnnx"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ONNX needs org.tribuo:tribuo-util-onnx")
                .hasMessageContaining("spark.jars.packages")
                .hasMessageContaining("application jar");
    }

    @Test
    void pmmlNeedsNoLibrary() throws Throwable {
        assertThat(withoutOnnx("writesPmml")).isEqualTo(writesPmml());
    }

    @Test
    void theSameModelGivesTheSameBytes() {
        assertThat(writesOnnx()).isEqualTo(writesOnnx()).isNotEmpty();
    }

    @Test
    void pmmlHoldsOnlyCoefficientsThatAreNotZero() {
        assertThat(new String(writesPmml(), StandardCharsets.UTF_8))
                .contains("<NumericPredictor name=\"a\" coefficient=\"1.0\"/>")
                .doesNotContain("<NumericPredictor name=\"b\"");
    }

    @Test
    void infiniteInterceptsHaveNoPmml() {
        assertThatThrownBy(() -> Formats.pmml(example(new FocalLoss(2.0), Double.POSITIVE_INFINITY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot hold the number Infinity")
                .hasMessageContaining("Write ONNX");
    }

    @Test
    void lossesWithoutAFormulaAreRefused() {
        ExportedModel model = example(new ReducedFocalLoss(2.0, 0.5), 1.0);

        assertThatThrownBy(() -> Formats.onnx(model, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ReducedFocalLoss")
                .hasMessageContaining("calibration to none");
    }

    /** A document without arguments for a function is valid by its schema, and read by no engine. */
    @Test
    void oneClassNeedsNoCalibration() {
        SoftmaxLoss loss = new SoftmaxLoss(new PointwiseLoss[] {new FocalLoss(2.0)}, new double[] {1.0});
        ExportedModel model = new ExportedModel(
                new ExportedModel.Linear(new double[] {1.0}, new double[] {0.0}, List.of("a")),
                new ExportedModel.Scores(loss, Mode.FOCAL, new double[1], new double[0], new double[] {1.0}),
                Map.of());

        assertThat(new String(Formats.pmml(model), StandardCharsets.UTF_8))
                .contains("<RegressionTable")
                .doesNotContain("calibration.")
                .doesNotContainPattern("<Apply function=\"\\w+\">\\s*</Apply>");
    }

    @Test
    void fieldsByWhichTiesAreBrokenAreTaken() {
        assertThat(PmmlNames.of(List.of("largest", "largestMargin", "probabilityOfLargest")))
                .containsExactly("largest_", "largestMargin_", "probabilityOfLargest_");
    }

    @Test
    void namesThatAreTakenGetAnUnderscore() {
        assertThat(PmmlNames.of(
                        List.of("a", "a", "a_", "label", "label_", "probability(1)", "calibration.x", "prediction")))
                .containsExactly(
                        "a", "a_", "a__", "label_", "label__", "probability(1)_", "calibration.x_", "prediction_");
    }
}
