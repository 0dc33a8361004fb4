package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.focalspark.testkit.StageParams.assertSameStage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.JavaSerialization;
import org.focalspark.testkit.Py4J;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag;

/**
 * What an estimator and its model owe to Spark ML, whatever they learn. A subclass tells how to make them and adds the
 * facts of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EstimatorContract<E extends Estimator<M> & MLWritable, M extends Model<M> & MLWritable> {
    /** Of the estimator given by {@link #quickEstimator()}, on {@link #dataset()}. */
    private M fitted;

    /** An estimator as its constructor leaves it. */
    abstract E newEstimator();

    /** An estimator that fits {@link #dataset()} in a few iterations and reads all of its columns. */
    abstract E quickEstimator();

    abstract Dataset<Row> dataset();

    /** Valid values other than the default of the params that are no numbers or texts. */
    abstract Map<String, ?> valuesOfOtherTypes();

    private Map<String, Object> otherValues() {
        return StageParams.otherValues(newEstimator(), valuesOfOtherTypes());
    }

    /** Params that name the columns of transform; an empty name switches a column off. */
    abstract List<String> outputColumnParams();

    abstract MLReader<E> estimatorReader();

    abstract MLReader<M> modelReader();

    abstract Stream<BadInput> badInputs();

    @BeforeAll
    void fit() {
        fitted = quickEstimator().fit(dataset());
    }

    M fitted() {
        return fitted;
    }

    @Test
    void noParamIsSet() {
        E estimator = newEstimator();
        assertThat(estimator.params()).noneMatch(estimator::isSet);
    }

    @Test
    void everyParamHasAGetterAndASetterThatReturnsTheEstimator() throws ReflectiveOperationException {
        for (Map.Entry<String, Object> entry : otherValues().entrySet()) {
            E estimator = newEstimator();
            String name = entry.getKey();
            assertThat(StageParams.set(estimator, name, entry.getValue()))
                    .as(name)
                    .isSameAs(estimator);
            assertThat(StageParams.get(estimator, name)).as(name).isEqualTo(entry.getValue());
        }
    }

    @Test
    void pythonFindsEveryParamItsGetterAndItsSetter() {
        E estimator = newEstimator();
        otherValues().forEach((name, value) -> {
            String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            assertThat(Py4J.finds(estimator, "set" + capitalized, value))
                    .as("setter of %s", name)
                    .isTrue();
            for (Params stage : List.<Params>of(estimator, fitted)) {
                assertThat(Py4J.finds(stage, name)).as(name).isTrue();
                assertThat(Py4J.finds(stage, "get" + capitalized))
                        .as("getter of %s", name)
                        .isTrue();
            }
        });
        for (Params stage : List.<Params>of(estimator, fitted)) {
            for (String method : List.of("uid", "params", "explainParams", "write", "toString")) {
                assertThat(Py4J.finds(stage, method)).as(method).isTrue();
            }
            assertThat(Py4J.finds(stage, "save", "path")).isTrue();
            assertThat(Py4J.finds(stage, "copy", ParamMap.empty())).isTrue();
        }
        assertThat(Py4J.finds(estimator, "fit", dataset())).isTrue();
        assertThat(Py4J.finds(fitted, "transform", dataset())).isTrue();
    }

    @Test
    void paramsAreSortedByNameAndBelongToTheirStage() {
        for (Params stage : List.<Params>of(newEstimator(), fitted)) {
            assertThat(StageParams.names(stage)).isSorted().isNotEmpty();
            assertThat(stage.params()).extracting(Param::parent).containsOnly(stage.uid());
        }
    }

    @Test
    void everyParamHasADocThatExplainParamsShows() {
        for (Params stage : List.<Params>of(newEstimator(), fitted)) {
            for (Param<?> param : stage.params()) {
                assertThat(param.doc()).as(param.name()).isNotBlank();
                assertThat(stage.explainParams()).contains(param.name() + ": " + param.doc());
            }
        }
    }

    @Test
    void theModelHasTheUidOfItsEstimatorAndNoOtherEstimatorHasIt() {
        E estimator = quickEstimator();
        assertThat(estimator.fit(dataset()).uid()).isEqualTo(estimator.uid());
        assertThat(newEstimator().uid()).isNotEqualTo(newEstimator().uid());
    }

    @Test
    void copyOfAnEstimatorKeepsClassUidAndParams() {
        E estimator = newEstimator();
        Estimator<M> copy = estimator.copy(otherValuesFor(estimator));
        assertThat(estimator.params()).noneMatch(estimator::isSet);
        assertThat(copy.params()).allMatch(copy::isSet);
        assertThat(copy.copy(ParamMap.empty())).isNotSameAs(copy);
        assertSameStage(copy.copy(ParamMap.empty()), copy);
    }

    @Test
    void copyOfAModelKeepsClassUidParamsAndParent() {
        M copy = fitted.copy(otherValuesFor(fitted));
        assertThat(copy.params()).allMatch(copy::isSet);
        assertThat(copy.copy(ParamMap.empty())).isNotSameAs(copy);
        assertSameStage(copy.copy(ParamMap.empty()), copy);
        assertThat(fitted.hasParent()).isTrue();
        assertThat(copy.parent()).isSameAs(fitted.parent());
    }

    @Test
    void anEstimatorSurvivesSaveLoadAndOverwrite(@TempDir Path folder) throws IOException {
        String path = folder.resolve("estimator").toString();
        for (E estimator : List.of(newEstimator(), configured())) {
            estimator.write().overwrite().save(path);
            assertSameStage(estimatorReader().load(path), estimator);
        }
    }

    @Test
    void aModelSurvivesSaveLoadAndOverwrite(@TempDir Path folder) throws IOException {
        M configured = fitted.copy(otherValuesFor(fitted));
        String path = folder.resolve("model").toString();
        fitted.save(path);
        M loaded = modelReader().load(path);
        assertSameStage(loaded, fitted);
        assertThat(outputs(loaded)).isEqualTo(outputs(fitted));
        configured.write().overwrite().save(path);
        assertSameStage(modelReader().load(path), configured);
    }

    @Test
    void savingToAnExistingPathIsRefused(@TempDir Path folder) throws IOException {
        for (MLWritable stage : List.<MLWritable>of(newEstimator(), fitted)) {
            String path = folder.resolve(stage.getClass().getSimpleName()).toString();
            stage.save(path);
            assertThatThrownBy(() -> stage.save(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already exists")
                    .hasMessageContaining("overwrite");
        }
    }

    @Test
    void outputColumnsCanBeSwitchedOffInEveryCombination() {
        List<String> params = outputColumnParams();
        Dataset<Row> all = fitted.transform(dataset());
        for (int combination = 0; combination < 1 << params.size(); combination++) {
            ParamMap off = ParamMap.empty();
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < params.size(); i++) {
                if ((combination >> i & 1) == 0) {
                    off.put(fitted.getParam(params.get(i)), "");
                } else {
                    kept.add(outputColumn(params.get(i)));
                }
            }
            Dataset<Row> actual = fitted.transform(dataset(), off);
            assertThat(actual.columns())
                    .startsWith(dataset().columns())
                    .hasSize(dataset().columns().length + kept.size());
            String[] columns = kept.toArray(String[]::new);
            assertThat(ExactValues.of(actual, columns)).as("%s", kept).isEqualTo(ExactValues.of(all, columns));
        }
    }

    @Test
    void transformSchemaIsThatOfTransform() {
        StructType actual = fitted.transform(dataset()).schema();
        assertThat(columns(fitted.transformSchema(dataset().schema()), true)).isEqualTo(columns(actual, true));
        // The estimator cannot know the number of classes, which stands in the metadata.
        assertThat(columns(quickEstimator().transformSchema(dataset().schema()), false))
                .isEqualTo(columns(actual, false));
    }

    @Test
    void inputColumnsAndTheirMetadataStayAsTheyAre() {
        Dataset<Row> data = dataset();
        for (String column : dataset().columns()) {
            data = data.withMetadata(column, Metadata.fromJson("{\"origin\":\"" + column + "\"}"));
        }
        Dataset<Row> transformed = quickEstimator().fit(data).transform(data);
        assertThat(transformed.schema().fields()).startsWith(data.schema().fields());
        assertThat(ExactValues.of(transformed, data.columns())).isEqualTo(ExactValues.of(dataset(), data.columns()));
    }

    @Test
    void inputIsNeitherCachedNorUncachedAndNothingElseStaysCached() {
        Set<Integer> before = CachedData.ids();
        Dataset<Row> data = dataset();
        outputs(quickEstimator().fit(data));
        assertThat(data.storageLevel()).isEqualTo(StorageLevel.NONE());
        assertThat(CachedData.ids()).isSubsetOf(before);
        data.persist(StorageLevel.MEMORY_ONLY());
        try {
            outputs(quickEstimator().fit(data));
            assertThat(data.storageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
        } finally {
            data.unpersist(true);
        }
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    @Test
    void fittingTwiceGivesTheSameModel() {
        E estimator = quickEstimator();
        Dataset<Row> data = SparkSessions.partitioned(dataset(), 9);
        assertThat(outputs(estimator.fit(data))).isEqualTo(outputs(estimator.fit(data)));
    }

    @Test
    void aModelSurvivesJavaSerialization() throws IOException, ClassNotFoundException {
        M read = JavaSerialization.roundTrip(fitted);
        assertSameStage(read, fitted);
        assertThat(outputs(read)).isEqualTo(outputs(fitted));
    }

    /** As a cluster with spark.serializer=KryoSerializer sends it when it is broadcast. */
    @Test
    void aModelSurvivesKryo() {
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        ClassTag<M> tag = ClassTag.apply(fitted.getClass());
        M read = kryo.deserialize(kryo.serialize(fitted, tag), tag);
        assertSameStage(read, fitted);
        assertThat(outputs(read)).isEqualTo(outputs(fitted));
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void badInputIsRefusedAndNothingStaysCached(BadInput input) {
        Set<Integer> before = CachedData.ids();
        assertThatThrownBy(() -> quickEstimator().fit(input.data()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(input.message());
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    /** All that transform adds to {@link #dataset()}, bit by bit. */
    final List<String> outputs(M model) {
        return ExactValues.of(
                model.transform(dataset()),
                outputColumnParams().stream().map(this::outputColumn).toArray(String[]::new));
    }

    private String outputColumn(String param) {
        return (String) fitted.getOrDefault(fitted.getParam(param));
    }

    /** Not in Spark's order, which differs, nor whether null may occur: Spark promises never and then says perhaps. */
    private static Set<String> columns(StructType schema, boolean withMetadata) {
        return Arrays.stream(schema.fields())
                .map(field -> field.name() + " " + field.dataType() + (withMetadata ? " " + field.metadata() : ""))
                .collect(Collectors.toSet());
    }

    private E configured() {
        E estimator = newEstimator();
        @SuppressWarnings("unchecked")
        E configured = (E) estimator.copy(otherValuesFor(estimator));
        return configured;
    }

    private ParamMap otherValuesFor(Params stage) {
        return StageParams.map(stage, otherValues());
    }
}
