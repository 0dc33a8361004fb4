package org.focalspark.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.classification.MultilabelData;
import org.focalspark.classification.ReferenceData;
import org.focalspark.export.ExportCases.ExportCase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models as ONNX and as PMML. What the files say of rows is checked by engines of others, with Python:
 * src/test/reference/check_exports.py reads what {@link #writesEveryCaseForTheEngines} leaves in target/exports.
 */
@Tag("once")
class ExportIT {
    private static final Path EXPORTS = Path.of("target", "exports");

    private static FocalLogisticRegressionModel binary;
    private static FocalMultilabelClassificationModel labels;

    @TempDir
    Path folder;

    @BeforeAll
    static void fit() {
        binary = new FocalLogisticRegression().setMaxIter(3).setAlpha(0.75).fit(ReferenceData.dense());
        labels = new FocalMultilabelClassifier().setMaxIter(3).fit(MultilabelData.frame(MultilabelData.rows(200)));
    }

    @Test
    void writesEveryCaseForTheEngines() throws Exception {
        clear();
        Schema schema = pmmlSchema();
        int numPmml = 0;
        for (ExportCase example : ExportCases.all()) {
            write(example, "onnx", example.export().onnx());
            write(example, "double.onnx", example.export().inDoublePrecision().onnx());
            write(example, "csv", table(example).getBytes(StandardCharsets.UTF_8));
            if (hasPmml(example)) {
                byte[] pmml = example.export().pmml();
                write(example, "pmml", pmml);
                schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(pmml)));
                numPmml++;
            } else {
                assertThatThrownBy(example.export()::pmml)
                        .as(example.name())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching("A (PMML document cannot|RegressionModel of PMML has one target).*ONNX.*");
            }
        }
        assertThat(numPmml).isGreaterThan(80);
    }

    /** What needs a second target, an infinite number or a division by 0. */
    private static boolean hasPmml(ExportCase example) {
        return !example.name().matches("multilabel.*|.*-(all-.|all-1-target|alpha-1|no-1|excluded|threshold-0)");
    }

    private static void clear() throws IOException {
        Files.createDirectories(EXPORTS);
        try (Stream<Path> old = Files.list(EXPORTS)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void write(ExportCase example, String extension, byte[] content) throws IOException {
        Files.write(EXPORTS.resolve(example.name() + "." + extension), content);
    }

    /** A row per example: features, rawPrediction, probability and prediction, in the digits that double needs. */
    private static String table(ExportCase example) {
        double[][] first = example.expected().get(0);
        List<String> header = new ArrayList<>(names("features", example.rows().get(0).length));
        header.addAll(names("rawPrediction", first[0].length));
        header.addAll(names("probability", first[1].length));
        header.addAll(names("prediction", first[2].length));
        StringBuilder table = new StringBuilder(String.join(",", header)).append('\n');
        for (int i = 0; i < example.rows().size(); i++) {
            table.append(Stream.concat(
                                    Stream.of(example.rows().get(i)),
                                    Stream.of(example.expected().get(i)))
                            .flatMap(values -> Arrays.stream(values).mapToObj(Double::toString))
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return table.toString();
    }

    private static List<String> names(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + ":" + i).toList();
    }

    /** Of version 4.4: the jar of Spark 3.5's MLlib has one of 4.3 by the same name. */
    private static Schema pmmlSchema() throws Exception {
        URL schema = Collections.list(ExportIT.class.getClassLoader().getResources("pmml.xsd")).stream()
                .filter(url -> url.toString().contains("/pmml-model-"))
                .findFirst()
                .orElseThrow();
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(schema);
    }

    @Test
    void onnxSaysWhatItIs() throws Exception {
        ModelProto onnx = ModelProto.parseFrom(ModelExport.of(binary).onnx());

        assertThat(onnx.getOpsetImport(0).getVersion()).isEqualTo(13);
        assertThat(onnx.getGraph().getInputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("features");
        assertThat(onnx.getGraph().getOutputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("rawPrediction", "probability", "prediction");
        assertThat(metadata(onnx))
                .containsEntry("uid", binary.uid())
                .containsEntry("family", "binomial")
                .containsEntry("loss", "focal")
                .containsEntry("gammas", "[2.0,2.0]")
                .containsEntry("classWeights", "[0.25,0.75]")
                .containsEntry("calibration", "focal")
                .containsEntry("thresholds", "[0.5]")
                .containsEntry("featureNames", "[\"features_0\",\"features_1\",\"features_2\",\"features_3\"]");
    }

    private static Map<String, String> metadata(ModelProto onnx) {
        return onnx.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    @Test
    void namesOfFeaturesAreKeptWhateverTheyAre() throws Exception {
        ModelExport export = ModelExport.of(named("speed <kn>", "a \"b\" & c", "prediction", "ümlaut"));

        assertThat(metadata(ModelProto.parseFrom(export.onnx())).get("featureNames"))
                .isEqualTo("[\"speed <kn>\",\"a \\\"b\\\" & c\",\"prediction\",\"ümlaut\"]");
        String pmml = new String(export.pmml(), StandardCharsets.UTF_8);
        assertThat(pmml)
                .contains("name=\"speed &lt;kn&gt;\"", "name=\"a &quot;b&quot; &amp; c\"")
                .contains("<DataField name=\"prediction_\"")
                .contains("<DataField name=\"ümlaut\"");
        pmmlSchema().newValidator().validate(new StreamSource(new ByteArrayInputStream(export.pmml())));
    }

    @Test
    void refusesNamesThatXmlCannotHold() {
        ModelExport export = ModelExport.of(named("a", "b\u0001", "c", "d"));

        assertThatThrownBy(export::pmml)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot hold the character U+0001")
                .hasMessageEndingWith("Rename the column, replace the character in its values, or write ONNX.");
    }

    private static FocalLogisticRegressionModel named(String... names) {
        Attribute[] attributes = Arrays.stream(names)
                .map(name -> NumericAttribute.defaultAttr().withName(name))
                .toArray(Attribute[]::new);
        Dataset<Row> data = ReferenceData.dense()
                .withColumn(
                        "features",
                        functions
                                .col("features")
                                .as("features", new AttributeGroup("features", attributes).toMetadata()));
        return new FocalLogisticRegression().setMaxIter(1).fit(data);
    }

    @Test
    void writesFilesAndReplacesThem() throws Exception {
        Path onnx = folder.resolve("new/folder/model.onnx");
        Path pmml = folder.resolve("model.pmml");
        ModelExport export = ModelExport.of(binary);

        export.writeOnnx(onnx.toString());
        export.inDoublePrecision().writeOnnx(onnx.toString());
        export.writePmml(pmml.toString());

        assertThat(onnx).hasBinaryContent(export.inDoublePrecision().onnx());
        assertThat(pmml).hasBinaryContent(export.pmml());
        assertThat(folder.resolve("new/folder").toFile().list((parent, name) -> !name.endsWith(".crc")))
                .containsExactly("model.onnx");
    }

    @Test
    void refusesToReplaceAFolder() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("kept")).resolve("file"), "content");

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ModelExport.of(binary).writePmml(folder.resolve("kept").toString()))
                .withMessageContaining("is a folder");
        assertThat(folder.resolve("kept/file")).hasContent("content");
    }

    @Test
    void followsTheParamsOfItsMoment() throws Exception {
        FocalLogisticRegressionModel model = binary.copy(binary.extractParamMap());
        ModelExport before = ModelExport.of(model);
        model.setCalibration("none");

        assertThat(metadata(ModelProto.parseFrom(before.onnx()))).containsEntry("calibration", "focal");
        assertThat(metadata(ModelProto.parseFrom(ModelExport.of(model).onnx()))).containsEntry("calibration", "none");
    }

    @Test
    void labelsHaveNoPmml() {
        assertThatThrownBy(ModelExport.of(labels)::pmml)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one target")
                .hasMessageContaining("Write ONNX");
    }

    @Test
    void plainModelsAreOneRegressionModel() {
        FocalLogisticRegressionModel bare =
                binary.copy(binary.extractParamMap()).setCalibration("none");

        assertThat(new String(ModelExport.of(bare).pmml(), StandardCharsets.UTF_8))
                .contains("normalizationMethod=\"logit\"")
                .doesNotContain("MiningModel");
        assertThat(new String(ModelExport.of(binary).pmml(), StandardCharsets.UTF_8))
                .contains("multipleModelMethod=\"modelChain\"");
    }
}
