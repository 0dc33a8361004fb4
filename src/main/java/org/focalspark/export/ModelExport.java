package org.focalspark.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.focalspark.classification.FittedModels;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.export.format.ExportedModel;
import org.focalspark.export.format.Formats;
import org.focalspark.loss.SavedLoss;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FeatureNames;
import org.focalspark.model.FittedModel;
import org.focalspark.model.MarginScoring;
import org.focalspark.model.ProbabilityMap;
import org.focalspark.param.FocalMultilabelSetup;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.storage.Replacement;
import org.focalspark.storage.SessionSettings;

/**
 * Export of a fitted model to ONNX or PMML, for scoring without Spark.
 *
 * <p>Both formats contain the model from the feature vector to the prediction, with the calibration, targetPrior and
 * thresholds at the call of {@code of}. They do not contain the stages that create feature vectors from columns. For
 * tools that read Spark models, use {@link FocalLogisticRegressionModel#toSpark()} first. docs/export.md describes the
 * files. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ModelExport {
    private final ExportedModel model;
    private final boolean doubles;

    private ModelExport(ExportedModel model, boolean doubles) {
        this.model = model;
        this.doubles = doubles;
    }

    /**
     * Creates the export of a model with classes.
     *
     * @param model fitted or loaded model
     * @return export with the current params of the model
     * @throws IllegalArgumentException if a param does not fit the model; the message names the param
     */
    public static ModelExport of(FocalLogisticRegressionModel model) {
        FittedModel fitted = FittedModels.of(model);
        double[] thresholds = MarginScoring.of(model, fitted).thresholds();
        return of(model, fitted, thresholds, model.getFeaturesCol(), model.uid());
    }

    /**
     * Creates the export of a multilabel model, which has no PMML form.
     *
     * @param model fitted or loaded model
     * @return export with the current params of the model
     * @throws IllegalArgumentException if a param does not fit the model; the message names the param
     */
    public static ModelExport of(FocalMultilabelClassificationModel model) {
        double[] thresholds = FocalMultilabelSetup.thresholds(model, model.numLabels());
        return of(model, FittedModels.of(model), thresholds, model.getFeaturesCol(), model.uid());
    }

    private static ModelExport of(
            FocalTrainingParams params, FittedModel fitted, double[] thresholds, String featuresCol, String uid) {
        ProbabilityMap map = ProbabilityMap.of(params, fitted);
        List<String> names = featureNames(fitted.coefficients(), featuresCol);
        ExportedModel.Linear linear = new ExportedModel.Linear(
                rowMajor(fitted.coefficients()),
                fitted.coefficients().intercepts().toArray(),
                names);
        ExportedModel.Scores scores =
                new ExportedModel.Scores(fitted.loss(), map.mode(), map.logRatios(), map.target(), thresholds);
        return new ModelExport(new ExportedModel(linear, scores, description(fitted, scores, names, uid)), false);
    }

    /**
     * Checks feature names before a fit: a PMML document is XML, which cannot contain every character.
     *
     * @param featureNames feature names of the training set
     * @throws IllegalStateException if a PMML document cannot contain a name; the message names the feature
     */
    public static void checkPmml(Iterable<String> featureNames) {
        Formats.checkPmml(featureNames);
    }

    /**
     * Returns the same export with ONNX inputs and outputs in double precision, so no feature is rounded to float.
     *
     * @return export in double precision; PMML always has double precision
     */
    public ModelExport inDoublePrecision() {
        return new ModelExport(model, true);
    }

    /**
     * Creates the ONNX model: input features (float, N x numFeatures), outputs rawPrediction, probability and
     * prediction.
     *
     * @return bytes of an .onnx file
     * @throws IllegalStateException if org.tribuo:tribuo-util-onnx is not on the class path, or the model is too large
     */
    public byte[] onnx() {
        return Formats.onnx(model, doubles);
    }

    /**
     * Creates the PMML 4.4 document: a RegressionModel, or a chain of RegressionModels if probabilities are calibrated.
     *
     * @return bytes of a .pmml file, UTF-8
     * @throws IllegalStateException if the model has no PMML form: several labels, infinite intercepts, or a threshold
     *     or target prior of 0
     */
    public byte[] pmml() {
        return Formats.pmml(model);
    }

    /**
     * Writes {@link #onnx()} to a file. An existing file is replaced as a whole.
     *
     * @param path file on any Hadoop file system
     * @throws IOException if the file system fails
     * @throws IllegalArgumentException if a folder has this path
     */
    public void writeOnnx(String path) throws IOException {
        write(path, onnx());
    }

    /**
     * Writes {@link #pmml()} to a file. An existing file is replaced as a whole.
     *
     * @param path file on any Hadoop file system
     * @throws IOException if the file system fails
     * @throws IllegalArgumentException if a folder has this path
     */
    public void writePmml(String path) throws IOException {
        write(path, pmml());
    }

    private static void write(String path, byte[] content) throws IOException {
        Path target = new Path(path);
        FileSystem files = target.getFileSystem(SessionSettings.ofActiveSession());
        if (files.exists(target) && files.getFileStatus(target).isDirectory()) {
            throw new IllegalArgumentException("path must be that of a file, but '" + path + "' is a folder.");
        }
        try (Replacement replacement = new Replacement(files, files.makeQualified(target))) {
            replacement.recover();
            replacement.write(content);
            replacement.moveIn();
            replacement.discardPrevious();
        }
    }

    private static List<String> featureNames(Coefficients coefficients, String featuresCol) {
        String[] names = coefficients.featureNames();
        return names.length > 0
                ? List.of(names)
                : IntStream.range(0, coefficients.numFeatures())
                        .mapToObj(j -> FeatureNames.byIndex(featuresCol, j))
                        .toList();
    }

    private static double[] rowMajor(Coefficients coefficients) {
        return coefficients.matrix().transpose().toArray(); // row-major, since toArray is column-major
    }

    /** Returns metadata for readers of the file. Scoring engines do not need them. */
    private static Map<String, String> description(
            FittedModel fitted, ExportedModel.Scores scores, List<String> names, String uid) {
        SavedLoss loss = SavedLoss.of(fitted.loss(), fitted.form());
        Map<String, String> description = new LinkedHashMap<>();
        description.put(
                Formats.VERSION,
                Optional.ofNullable(ModelExport.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        description.put("uid", uid);
        description.put("family", loss.family().text());
        description.put("loss", loss.form().kind().text());
        description.put("gammas", json(loss.gammas()));
        description.put("classWeights", json(loss.classWeights()));
        description.put("labelSmoothing", Double.toString(loss.form().smoothing()));
        description.put("calibration", scores.mode().name().toLowerCase(Locale.ROOT));
        description.put("priors", json(fitted.priors()));
        if (scores.target().length > 0) {
            description.put("targetPrior", json(scores.target()));
        }
        description.put("thresholds", json(scores.thresholds()));
        description.put(Formats.FEATURE_NAMES, json(names));
        return description;
    }

    private static String json(Object array) {
        try {
            return new ObjectMapper().writeValueAsString(array);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // impossible for arrays of numbers and texts
        }
    }
}
