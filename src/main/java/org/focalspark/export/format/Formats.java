package org.focalspark.export.format;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writers of all export formats. */
public final class Formats {
    /** Metadata key of the feature names, as a JSON array. */
    public static final String FEATURE_NAMES = "featureNames";

    /** Metadata key of the version of this library. */
    public static final String VERSION = "focalspark";

    private Formats() {}

    /**
     * Creates an ONNX model, as described in docs/export.md.
     *
     * @param model model to write
     * @param doubles whether input and outputs are double instead of float
     * @return bytes of an .onnx file
     * @throws IllegalStateException if the classes of Tribuo are missing, or the model has no ONNX form
     */
    public static byte[] onnx(ExportedModel model, boolean doubles) {
        try {
            return OnnxFile.of(model, doubles);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "ONNX needs org.tribuo:tribuo-util-onnx with its protobuf-java, which focalspark does not bring: "
                            + e.getMessage()
                            + " is missing or of another version. Add the artifact to spark.jars.packages, in the version of"
                            + " docs/export.md, or run with the application jar (classifier app), which contains it.",
                    e);
        }
    }

    /**
     * Checks feature names for PMML before the fit.
     *
     * @param featureNames feature names of the training set
     * @throws IllegalStateException if a document cannot contain a name; the message names the feature
     */
    public static void checkPmml(Iterable<String> featureNames) {
        featureNames.forEach(Xml::checkLegal);
    }

    /**
     * Creates a PMML 4.4 document, as described in docs/export.md.
     *
     * @param model model to write
     * @return bytes of a .pmml file, UTF-8
     * @throws IllegalStateException if the model has no PMML form
     */
    public static byte[] pmml(ExportedModel model) {
        StringWriter text = new StringWriter();
        try {
            new PmmlFile(model).write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never fails
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
