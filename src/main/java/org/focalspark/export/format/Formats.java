package org.focalspark.export.format;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The formats a model can be written in. */
public final class Formats {
    /** Name of the description that holds the names of the features, as a JSON array. */
    public static final String FEATURE_NAMES = "featureNames";

    /** Name of the description that holds the version of this library. */
    public static final String VERSION = "focalspark";

    private Formats() {}

    /**
     * An ONNX model, as docs/export.md describes it.
     *
     * @param model what to write
     * @param doubles whether input and outputs are of double, or of float
     * @return bytes of an .onnx file
     * @throws IllegalStateException if the classes of Tribuo are missing, or the model has no such form
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
     * Checks the feature names of a PMML document, which are known before the fit.
     *
     * @param featureNames names of the features of the future model
     * @throws IllegalStateException if a document cannot contain a name; the message names the feature
     */
    public static void checkPmml(Iterable<String> featureNames) {
        featureNames.forEach(Xml::checkLegal);
    }

    /**
     * A PMML 4.4 document, as docs/export.md describes it.
     *
     * @param model what to write
     * @return bytes of a .pmml file, UTF-8
     * @throws IllegalStateException if the model has no such form
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
