package org.focalspark.app;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.FeatureColumns;
import org.focalspark.app.data.FillValues;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.app.data.LevelCounts;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.feature.TableVectorizer;

/**
 * Assembles the stages of the saved pipeline. The stage that encodes input columns as feature vectors does not need the
 * label, so the pipeline scores rows without one.
 */
final class PipelineAssembler {
    private static final String FEATURES = "focalspark_features";

    private final FeatureColumns columns;
    private final JobConfig.Features config;

    PipelineAssembler(FeatureColumns columns, JobConfig.Features config) {
        this.columns = columns;
        this.config = config;
    }

    /** Returns the name of the column of feature vectors. */
    String featuresCol() {
        return columns.vector().map(InputColumn::name).orElse(FEATURES);
    }

    /**
     * Returns the encoding stage with the levels and fill values of the training set; an empty list if the input
     * already contains vectors.
     */
    List<TableVectorizer> stages(Dataset<Row> train) {
        if (columns.vector().isPresent()) {
            return List.of();
        }
        List<LevelCounts.Levels> levels = LevelCounts.of(train, columns.categorical(), config.minCount());
        double[] fills = new FillValues(train, config.decimalComma()).of(columns.numeric(), config.imputer());
        return List.of(new TableVectorizer()
                .setNumericCols(names(columns.numeric()), fills)
                .setCategoricalCols(
                        names(columns.categorical()),
                        levels.stream().map(LevelCounts.Levels::levels).toList(),
                        levels.stream().map(LevelCounts.Levels::rare).toList())
                .setDecimalComma(config.decimalComma())
                .setOutputCol(FEATURES));
    }

    /**
     * Returns the stages after the model: a stage that adds the name of the predicted class, unless one class is the
     * positive one.
     */
    static List<Transformer> stagesBehind(LabelColumn label, FocalLogisticRegressionModel model) {
        return label.isBinary()
                ? List.of()
                : List.of(new IndexToString()
                        .setInputCol(model.getPredictionCol())
                        .setOutputCol(LabelColumn.PREDICTED_CLASS)
                        .setLabels(label.classNames().toArray(String[]::new)));
    }

    /** Returns the stages as a pipeline model. Nothing is fitted, since no stage is an Estimator. */
    static PipelineModel pipeline(List<? extends Transformer> first, List<Transformer> last, Dataset<Row> input) {
        List<PipelineStage> stages = new ArrayList<>();
        Stream.concat(first.stream(), last.stream()).forEach(stages::add);
        return new Pipeline().setStages(stages.toArray(PipelineStage[]::new)).fit(input);
    }

    private static String[] names(List<InputColumn> columns) {
        return columns.stream().map(InputColumn::name).toArray(String[]::new);
    }
}
