package org.focalspark.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.focalspark.FocalLogisticRegression;
import org.focalspark.FocalLogisticRegressionModel;
import org.focalspark.ModelExport;
import org.focalspark.storage.SessionSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipe: read, split, make features, fit the candidates, evaluate, save the focal one, prove, publish. */
final class TrainJob {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);
    private static final String TRAINING = "The training data";

    private final SparkSession spark;
    private final JobConfig config;
    private final InputReader reader;
    private final long startNanos = System.nanoTime();

    TrainJob(SparkSession spark, JobConfig config) {
        this.spark = spark;
        this.config = config;
        this.reader = new InputReader(spark);
    }

    /** The input, checked and split. */
    private record Data(
            FeatureColumns columns, LabelColumn label, DataSplit split, ClassCounts train, ClassCounts test) {}

    /** A fitted candidate and how good it is. */
    private record Fitted(FocalLogisticRegressionModel model, ModelReport report) {}

    /** Feature vectors with label and weight. */
    record Vectors(Dataset<Row> train, Dataset<Row> test, String featuresCol) {}

    /**
     * Does the job.
     *
     * @throws InvalidJobException if configuration or input are at fault; then nothing is written
     */
    JobOutcome run() throws IOException {
        try (Publication publication = Publication.prepare(config, SessionSettings.of(spark));
                Caches caches = new Caches()) {
            Data data = data(caches);
            PipelineAssembler assembler =
                    new PipelineAssembler(data.columns(), config.features().imputer());
            PipelineModel features = assembler.pipeline().fit(data.split().train());
            Vectors vectors = vectors(caches, features, data.split(), assembler.featuresCol());
            List<Fitted> fitted = Candidate.of(config).stream()
                    .map(candidate -> fit(candidate, vectors, data.label()))
                    .toList();
            PipelineModel model = PipelineAssembler.append(
                    features, stages(fitted, data.label()), data.split().train());
            JobOutcome outcome = new JobOutcome(
                    config,
                    data.label(),
                    data.train(),
                    data.test(),
                    data.columns(),
                    fitted.stream().map(Fitted::report).toList(),
                    saved(model, publication, data),
                    secondsSince(startNanos));
            publication.writeMetrics(MetricsJson.render(outcome));
            publication.writeReport(report(outcome, fitted, vectors));
            export(best(fitted), publication);
            publication.publish();
            return outcome;
        }
    }

    private Data data(Caches caches) {
        LOG.info("Reading {}", config.input().shown());
        Dataset<Row> input = reader.read(config.input());
        FeatureColumns columns = FeatureColumns.resolve(input.schema(), config.features(), reserved(input.schema()));
        LOG.info("Features from {}", columns.shown());
        Optional<DataSplit> given = givenSplit(input, columns);
        LabelColumn label = given.isPresent()
                ? LabelColumn.of(config.label(), given.get().train(), TRAINING)
                : LabelColumn.of(config.label(), input, "The input");
        label.remark().ifPresent(LOG::info);
        DataSplit split = given.map(rows -> new DataSplit(label.addTo(rows.train()), label.addTo(rows.test())))
                .orElseGet(() -> DataSplit.drawn(label.addTo(input), label, (JobConfig.Split.Drawn) config.split()));
        DataSplit kept = new DataSplit(caches.keep(split.train()), caches.keep(split.test()));
        ClassCounts train = label.check(kept.train(), TRAINING);
        ClassCounts test = label.check(kept.test(), "The test data");
        LOG.info("Training on {}; testing on {}", label.shown(train), label.shown(test));
        columns.checkValues(kept.train());
        return new Data(columns, label, kept, train, test);
    }

    /** Columns that are no features unless a list says so; fails early if one is missing. */
    private Set<String> reserved(StructType schema) {
        Set<String> reserved = new HashSet<>();
        reserved.add(InputColumn.find(schema, "label.column", config.label().column())
                .name());
        config.estimator()
                .weightCol()
                .map(name ->
                        InputColumn.find(schema, "estimator.weightCol", name).name())
                .ifPresent(reserved::add);
        if (config.split() instanceof JobConfig.Split.ByColumn split) {
            reserved.add(
                    InputColumn.find(schema, "split.column", split.column()).name());
        }
        return reserved;
    }

    /** The split, unless it has to be drawn. */
    private Optional<DataSplit> givenSplit(Dataset<Row> input, FeatureColumns columns) {
        if (config.split() instanceof JobConfig.Split.ByColumn byColumn) {
            return Optional.of(DataSplit.byColumn(input, byColumn));
        }
        if (config.split() instanceof JobConfig.Split.SecondInput second) {
            return Optional.of(new DataSplit(input, secondInput(second, columns)));
        }
        return Optional.empty();
    }

    private Dataset<Row> secondInput(JobConfig.Split.SecondInput config, FeatureColumns columns) {
        LOG.info("Reading {} for the test", config.test().shown());
        Dataset<Row> test = reader.read(config.test());
        columns.checkPresent(test.schema(), "split.test-input");
        return test;
    }

    private Vectors vectors(Caches caches, PipelineModel features, DataSplit split, String featuresCol) {
        return new Vectors(
                caches.keep(vectors(features.transform(split.train()), featuresCol)),
                caches.keep(vectors(features.transform(split.test()), featuresCol)),
                featuresCol);
    }

    private Dataset<Row> vectors(Dataset<Row> transformed, String featuresCol) {
        List<Column> columns = new ArrayList<>();
        columns.add(functions.col(LabelColumn.NAME));
        columns.add(InputColumn.find(transformed.schema(), "features.vector", featuresCol)
                .column());
        config.estimator()
                .weightCol()
                .map(name -> InputColumn.find(transformed.schema(), "estimator.weightCol", name)
                        .column())
                .ifPresent(columns::add);
        return transformed.select(columns.toArray(Column[]::new));
    }

    private Fitted fit(Candidate candidate, Vectors vectors, LabelColumn label) {
        FocalLogisticRegression estimator = candidate.estimator(config.estimator());
        estimator.setLabelCol(LabelColumn.NAME).setFeaturesCol(vectors.featuresCol());
        Focusing gamma = Focusing.of(estimator);
        LOG.info("Fitting {} (gamma {})", candidate.name(), gamma.shown());
        long start = System.nanoTime();
        FocalLogisticRegressionModel model = estimator.fit(vectors.train());
        double seconds = secondsSince(start);
        HeldOutMetrics metrics = label.metrics(
                model.transform(vectors.test()), model, config.estimator().weightCol());
        return new Fitted(model, new ModelReport(candidate.name(), gamma, metrics, ModelReport.Fit.of(model, seconds)));
    }

    /** The model that is saved. */
    private static FocalLogisticRegressionModel best(List<Fitted> fitted) {
        return fitted.stream()
                .filter(candidate -> candidate.report().name().equals(Candidate.SAVED))
                .map(Fitted::model)
                .findFirst()
                .orElseThrow();
    }

    /** The model that is saved, and what the label wants behind it. */
    private static List<Transformer> stages(List<Fitted> fitted, LabelColumn label) {
        FocalLogisticRegressionModel model = best(fitted);
        List<Transformer> stages = new ArrayList<>(List.of(model));
        stages.addAll(label.stagesBehind(model));
        return stages;
    }

    private SavedModelProof saved(PipelineModel model, Publication publication, Data data) throws IOException {
        LOG.info("Saving the model and loading it back");
        model.write().save(publication.modelDraft());
        PipelineModel loaded = PipelineModel.load(publication.modelDraft());
        return SavedModelProof.of(
                model, loaded, data.split().test(), data.label().picks(data.test()));
    }

    private void export(FocalLogisticRegressionModel model, Publication publication) throws IOException {
        if (config.modelExport().onnx().isEmpty() && config.modelExport().pmml().isEmpty()) {
            return;
        }
        ModelExport export = config.modelExport().doublePrecision()
                ? ModelExport.of(model).inDoublePrecision()
                : ModelExport.of(model);
        try {
            if (config.modelExport().onnx().isPresent()) {
                publication.writeOnnx(export.onnx());
            }
            if (config.modelExport().pmml().isPresent()) {
                publication.writePmml(export.pmml());
            }
        } catch (IllegalStateException e) {
            throw new InvalidJobException("model-export cannot have this model: " + e.getMessage(), e);
        }
    }

    private static String report(JobOutcome outcome, List<Fitted> fitted, Vectors vectors) {
        LOG.info("Drawing the report");
        return HtmlReport.render(outcome, fitted.stream().map(Fitted::model).toList(), vectors);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
