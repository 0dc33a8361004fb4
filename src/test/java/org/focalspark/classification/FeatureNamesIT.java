package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.focalspark.model.Coefficients;
import org.focalspark.testkit.JavaSerialization;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag;

/** Features keep the names that their column gives them. */
class FeatureNamesIT {
    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("age", DataTypes.DoubleType)
            .add("city", DataTypes.StringType)
            .add("income", DataTypes.DoubleType);

    private static Dataset<Row> people() {
        return SparkSessions.shared()
                .createDataFrame(
                        List.of(
                                RowFactory.create(0.0, 30.0, "Rome", 10.0),
                                RowFactory.create(1.0, 20.0, "Rome", 30.0),
                                RowFactory.create(0.0, 25.0, "Oslo", 20.0),
                                RowFactory.create(1.0, 45.0, "Oslo", 15.0),
                                RowFactory.create(1.0, 35.0, "Bonn", 25.0),
                                RowFactory.create(2.0, 55.0, "Bonn", 5.0)),
                        SCHEMA);
    }

    private static Pipeline pipeline(FocalLogisticRegression estimator) {
        return new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("city").setOutputCol("cityIndex").setStringOrderType("alphabetAsc"),
            new OneHotEncoder()
                    .setInputCols(new String[] {"cityIndex"})
                    .setOutputCols(new String[] {"cityVector"})
                    .setDropLast(false),
            new VectorAssembler()
                    .setInputCols(new String[] {"age", "cityVector", "income"})
                    .setOutputCol("features"),
            estimator
        });
    }

    private static FocalLogisticRegressionModel last(PipelineModel model) {
        return (FocalLogisticRegressionModel) model.stages()[3];
    }

    @Test
    void coefficientsOfABinomialModelAreFoundByTheNamesOfTheAssembler(@TempDir Path folder) throws Exception {
        PipelineModel fitted =
                pipeline(new FocalLogisticRegression().setRegParam(0.1)).fit(people().where("label < 2"));
        fitted.save(folder.resolve("model").toString());
        PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
        for (FocalLogisticRegressionModel model : List.of(last(fitted), last(loaded))) {
            assertThat(model.featureNames())
                    .containsExactly("age", "cityVector_Bonn", "cityVector_Oslo", "cityVector_Rome", "income");
            double[] w = model.coefficients().toArray();
            assertThat(model.coefficientsByName().orderBy("featureIndex").collectAsList())
                    .containsExactly(
                            RowFactory.create(1, null, "(Intercept)", model.intercept()),
                            RowFactory.create(1, 0, "age", w[0]),
                            RowFactory.create(1, 1, "cityVector_Bonn", w[1]),
                            RowFactory.create(1, 2, "cityVector_Oslo", w[2]),
                            RowFactory.create(1, 3, "cityVector_Rome", w[3]),
                            RowFactory.create(1, 4, "income", w[4]));
        }
    }

    @Test
    void aMultinomialModelHasARowForEveryClassAndFeature() {
        FocalLogisticRegressionModel model =
                last(pipeline(new FocalLogisticRegression().setRegParam(0.1)).fit(people()));
        Dataset<Row> table = model.coefficientsByName();
        assertThat(table.columns()).containsExactly("class", "featureIndex", "feature", "coefficient");
        assertThat(table.count()).isEqualTo(3 * 6);
        Matrix w = model.coefficientMatrix();
        for (int k = 0; k < 3; k++) {
            assertThat(table.where("feature = 'income' and class = " + k).head().getDouble(3))
                    .isEqualTo(w.apply(k, 4));
            assertThat(table.where("featureIndex is null and class = " + k)
                            .head()
                            .getDouble(3))
                    .isEqualTo(model.interceptVector().apply(k));
        }
    }

    /** A lasso keeps few coefficients, and its model a sparse matrix. */
    @Test
    void zeroCoefficientsAreListedToo() {
        FocalLogisticRegressionModel model =
                last(pipeline(new FocalLogisticRegression().setRegParam(10.0).setElasticNetParam(1.0))
                        .fit(people()));
        assertThat(model.coefficientMatrix().numActives()).isZero();
        assertThat(model.coefficientsByName()
                        .where("coefficient = 0 and featureIndex is not null")
                        .count())
                .isEqualTo(3 * 5);
    }

    /** Spark's LogisticRegression reads none of them, and fits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ml_attr': {'attrs': {'numeric': [{'name': 'a'}, {'name': 'b'}]}, 'num_attrs': 4}}",
                "{'ml_attr': {'attrs': {'numeric': [{'idx': 0, 'name': 'a'}]}}}",
                "{'ml_attr': {'attrs': {'numeric': [{'idx': 0, 'name': 'a'}, {'idx': 9, 'name': 'b'}]}, 'num_attrs': 4}}",
                "{'ml_attr': {'attrs': {'numeric': [{'idx': 0, 'name': 7}]}, 'num_attrs': 4}}",
                "{'ml_attr': {'attrs': {'numeric': [{'idx': 0, 'name': null}]}, 'num_attrs': 4}}",
                "{'ml_attr': {'attrs': {'numeric': {'idx': 0}}, 'num_attrs': 4}}",
                "{'ml_attr': {'attrs': 'a,b', 'num_attrs': 4}}",
                "{'ml_attr': {'num_attrs': '4'}}",
                "{'ml_attr': {'num_attrs': -1}}",
                "{'ml_attr': 'a,b'}",
                "{'ml_attr': null}"
            })
    void attributesThatCannotBeReadNameNothing(String json) {
        Metadata metadata = Metadata.fromJson(json.replace('\'', '"'));
        Dataset<Row> data = ReferenceData.dense()
                .withColumn("features", functions.col("features").as("features", metadata))
                .withColumn("labels", functions.expr("array(label)"));
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(2).fit(data);
        assertThat(model.featureNames()).isEmpty();
        assertThat(model.transform(data).count()).isEqualTo(data.count());
        assertThat(new FocalMultilabelClassifier()
                        .setLabelCol("labels")
                        .setMaxIter(2)
                        .fit(data)
                        .featureNames())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ml_attr': 'a'}",
                "{'ml_attr': {'type': 'no such'}}",
                "{'ml_attr': {'type': 'nominal', 'vals': 3}}"
            })
    void attributesOfLabelsThatCannotBeReadDeclareNothing(String json) {
        Metadata metadata = Metadata.fromJson(json.replace('\'', '"'));
        Dataset<Row> data =
                ReferenceData.dense().withColumn("label", functions.col("label").as("label", metadata));
        assertThat(new FocalLogisticRegression().setMaxIter(2).fit(data).numClasses())
                .isEqualTo(2);
    }

    /** Tasks that score get the model by Java serialization, and need no names. */
    @Test
    void namesDoNotTravelWithTheModel() throws Exception {
        FocalLogisticRegressionModel model =
                last(pipeline(new FocalLogisticRegression().setRegParam(0.1)).fit(people()));
        assertThat(model.featureNames()).hasSize(5);
        assertThat(text(model)).doesNotContain("cityVector_Oslo");
        FocalLogisticRegressionModel read = JavaSerialization.roundTrip(model);
        assertThat(read.featureNames()).isEmpty();
        assertThat(read.coefficientMatrix()).isEqualTo(model.coefficientMatrix());
        assertThat(read.estimatedSize()).isPositive();
        Dataset<Row> labeled = people().withColumn("labels", functions.expr("array(1.0, 0.0 + int(label > 0))"));
        Dataset<Row> assembled = new VectorAssembler()
                .setInputCols(new String[] {"age", "income"})
                .setOutputCol("features")
                .transform(labeled);
        FocalMultilabelClassificationModel labels = new FocalMultilabelClassifier()
                .setLabelCol("labels")
                .setMaxIter(2)
                .fit(assembled);
        assertThat(labels.featureNames()).containsExactly("age", "income");
        assertThat(text(labels)).doesNotContain("income");
    }

    /** A broadcast goes by Kryo where that is Spark's serializer, which leaves names out, too, and calls no constructor. */
    @Test
    void aModelThatWasSentByKryoHasNoNamesAndScores() {
        SparkSessions.shared();
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setMaxIter(2)
                .fit(described(new AttributeGroup("features", new Attribute[] {
                    NumericAttribute.defaultAttr().withName("a"),
                    NumericAttribute.defaultAttr().withName("b"),
                    NumericAttribute.defaultAttr().withName("c"),
                    NumericAttribute.defaultAttr().withName("d")
                })));
        ClassTag<Coefficients> type = ClassTag.apply(Coefficients.class);
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        Coefficients sent = kryo.deserialize(kryo.serialize(model.fitted().coefficients(), type), type);
        assertThat(sent.featureNames()).isEmpty();
        assertThat(sent.matrix()).isEqualTo(model.coefficientMatrix());
        assertThat(sent.estimatedSize()).isPositive();
    }

    private static String text(Object model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void featuresWithoutNamesAreCalledByColumnAndIndex() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(2).fit(ReferenceData.dense());
        assertThat(model.featureNames()).isEmpty();
        assertThat(names(model)).containsExactly("(Intercept)", "features_0", "features_1", "features_2", "features_3");
    }

    @Test
    void aFeatureWithoutANameAmongOthersIsCalledByColumnAndIndex() {
        AttributeGroup group = new AttributeGroup("features", new Attribute[] {
            NumericAttribute.defaultAttr().withName("a"),
            NumericAttribute.defaultAttr(),
            NumericAttribute.defaultAttr().withName("c"),
            NumericAttribute.defaultAttr().withName("d")
        });
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(2).fit(described(group));
        assertThat(model.featureNames()).containsExactly("a", "features_1", "c", "d");
    }

    @Test
    void attributesOfAnotherSizeOrWithoutAnyNameAreNoNames() {
        Attribute unnamed = NumericAttribute.defaultAttr();
        for (AttributeGroup group : List.of(
                new AttributeGroup("features", 4),
                new AttributeGroup("features", new Attribute[] {unnamed, unnamed, unnamed, unnamed}))) {
            assertThat(new FocalLogisticRegression()
                            .setMaxIter(2)
                            .fit(described(group))
                            .featureNames())
                    .isEmpty();
        }
    }

    @Test
    void aMultilabelModelHasARowForEveryLabelAndFeature(@TempDir Path folder) throws Exception {
        String[] names = IntStream.range(0, 10).mapToObj(j -> "x" + j).toArray(String[]::new);
        Attribute[] attributes = new Attribute[10];
        for (int j = 0; j < 10; j++) {
            attributes[j] = NumericAttribute.defaultAttr().withName(names[j]);
        }
        Dataset<Row> data = MultilabelData.frame(MultilabelData.threeLabels(50));
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setMaxIter(2)
                .fit(data.withColumn(
                        "features",
                        functions
                                .col("features")
                                .as("features", new AttributeGroup("features", attributes).toMetadata())));
        model.save(folder.resolve("model").toString());
        model = FocalMultilabelClassificationModel.load(folder.resolve("model").toString());
        assertThat(model.featureNames()).containsExactly(names);
        assertThat(model.coefficientsByName().columns())
                .containsExactly("label", "featureIndex", "feature", "coefficient");
        assertThat(model.coefficientsByName()
                        .where("label = 2 and feature = 'x7'")
                        .head()
                        .getDouble(3))
                .isEqualTo(model.coefficientMatrix().apply(2, 7));
    }

    private static Dataset<Row> described(AttributeGroup group) {
        return ReferenceData.dense()
                .withColumn("features", functions.col("features").as("features", group.toMetadata()));
    }

    private static List<String> names(FocalLogisticRegressionModel model) {
        return model.coefficientsByName().collectAsList().stream()
                .map(row -> row.getString(2))
                .toList();
    }
}
