package org.focalspark.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.Caches;
import org.focalspark.app.data.ClassCounts;
import org.focalspark.app.data.ColumnRole;
import org.focalspark.app.data.ColumnTable;
import org.focalspark.app.data.DataSplit;
import org.focalspark.app.data.FeatureChecks;
import org.focalspark.app.data.FeatureColumns;
import org.focalspark.app.data.FeaturePlan;
import org.focalspark.app.data.FeatureVectors;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.InputNames;
import org.focalspark.app.data.InputReader;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.app.data.TableProfile;
import org.focalspark.app.metrics.HeldOutMetrics;
import org.focalspark.app.text.Secrets;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.feature.TableVectorizer;
import org.focalspark.storage.SessionSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training job: reads and splits the input, encodes features, fits and evaluates the candidates, saves the focal
 * model, verifies it, and publishes the results.
 */
final class TrainJob {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);
    private static final String TRAINING = "The training data";

    private final SparkSession spark;
    private final JobConfig config;
    private final InputReader reader;
    private final Secrets secrets;
    private final long startNanos = System.nanoTime();
    private List<String> missing = List.of();

    TrainJob(SparkSession spark, JobConfig config) {
        this.spark = spark;
        this.config = config;
        this.reader = new InputReader(spark, config.features().decimalComma(), FeaturePlan.reserved(config));
        this.secrets = Secrets.of(config.resolved());
    }

    /** The input, checked and split. */
    private record Data(
            FeatureColumns columns, LabelColumn label, DataSplit split, ClassCounts train, ClassCounts test) {}

    /** A fitted candidate and its report. */
    private record Fitted(FocalLogisticRegressionModel model, ModelReport report) {}

    /**
     * Runs the job.
     *
     * @throws InvalidJobException if configuration or input are invalid; then nothing is written
     */
    JobOutcome run() throws IOException {
        try (Publication publication = Publication.prepare(config, SessionSettings.of(spark));
                Caches caches = new Caches()) {
            Data data = data(caches);
            PipelineAssembler assembler = new PipelineAssembler(data.columns(), config.features());
            List<TableVectorizer> features = assembler.stages(data.split().train());
            ColumnTable table = columnTable(data, features);
            FeatureVectors vectors = vectors(caches, features, data.split(), assembler.featuresCol());
            check(vectors, data);
            List<Fitted> fitted = Candidate.of(config).stream()
                    .map(candidate -> fit(candidate, vectors, data.label()))
                    .toList();
            PipelineModel model = PipelineAssembler.pipeline(
                    features, stages(fitted, data.label()), data.split().train());
            JobOutcome outcome = new JobOutcome(
                    config,
                    data.label(),
                    data.train(),
                    data.test(),
                    data.columns(),
                    table,
                    fitted.stream().map(Fitted::report).toList(),
                    saved(model, publication, data),
                    secondsSince(startNanos));
            publication.writeMetrics(() -> MetricsJson.render(outcome));
            publication.writeReport(() -> report(outcome, fitted, vectors));
            new Exports(config).write(best(fitted), publication);
            publication.publish();
            missing = publication.missing();
            return outcome;
        }
    }

    /** Returns one sentence for each result that the last run could not write. The others are published. */
    List<String> missing() {
        return missing;
    }

    /** Checks before the fits everything that would fail after them. */
    private void check(FeatureVectors vectors, Data data) {
        vectors.checkSizes();
        vectors.checkWeights(data.label(), config.estimator().weightCol());
        new Exports(config).check(spark, vectors.names(), data.label().numClasses());
    }

    private Data data(Caches caches) {
        log("Reading " + config.input().shown());
        Dataset<Row> all = reader.read(config.input());
        InputNames.refuseAmbiguous(all, "input");
        InputNames names = InputNames.of(config);
        names.refuseOwn(all.schema(), FeaturePlan.listed(config));
        Dataset<Row> input = names.withoutOwn(all);
        FeaturePlan plan =
                FeaturePlan.of(input.schema(), names.own(all.schema()), config.features(), reserved(input.schema()));
        Optional<DataSplit> given = givenSplit(input, names, plan, caches);
        LabelColumn label = given.isPresent()
                ? LabelColumn.of(config.label(), given.get().train(), TRAINING)
                : LabelColumn.of(config.label(), input, "The input");
        label.remark().ifPresent(this::log);
        DataSplit split = given.map(rows -> rows.labeled(label))
                .orElseGet(() ->
                        DataSplit.drawn(label.addTo(input), label, (JobConfig.Split.Drawn) config.split(), caches));
        ClassCounts train = label.check(split.train(), TRAINING);
        ClassCounts test = label.check(split.test(), "The test data");
        log("Training on " + label.shown(train) + "; testing on " + label.shown(test));
        label.doubts(split.train()).ifPresent(doubts -> {
            LOG.warn("{}", secrets.masked(doubts));
            plan.remark(config.label().column(), doubts);
        });
        FeatureColumns columns = plan.decide(
                TableProfile.of(split.train(), plan.columns(), config.features().decimalComma()));
        columns.checkPresent(split.test().schema(), "split.test-input");
        log("Features from " + columns.shown());
        return new Data(columns, label, split, train, test);
    }

    /** Returns the table of columns; rejects held-out rows with too many unreadable values. */
    private ColumnTable columnTable(Data data, List<TableVectorizer> features) {
        List<Row> tally = features.isEmpty()
                ? List.of()
                : features.get(0).tally(data.split().test()).collectAsList();
        FeatureChecks.ofTest(tally, data.test().rows(), config.features());
        ColumnTable table = ColumnTable.of(data.columns(), features, tally);
        log("The columns of the training data:" + System.lineSeparator() + table.text());
        table.warnings().forEach(warning -> LOG.warn("{}", secrets.masked(warning)));
        return table;
    }

    /** Returns the columns that are not features, with their roles; fails early if one is missing. */
    private Map<String, ColumnRole> reserved(StructType schema) {
        Map<String, ColumnRole> reserved = new LinkedHashMap<>();
        reserved.put(
                InputColumn.find(schema, "label.column", config.label().column())
                        .name(),
                ColumnRole.LABEL);
        config.estimator()
                .weightCol()
                .map(name ->
                        InputColumn.find(schema, "estimator.weightCol", name).name())
                .ifPresent(name -> reserved.put(name, ColumnRole.WEIGHT));
        if (config.split() instanceof JobConfig.Split.ByColumn split) {
            reserved.put(
                    InputColumn.find(schema, "split.column", split.column()).name(), ColumnRole.SPLIT);
        }
        return reserved;
    }

    /** Returns the split by column or by second input; empty if the split is drawn. */
    private Optional<DataSplit> givenSplit(Dataset<Row> input, InputNames names, FeaturePlan plan, Caches caches) {
        if (config.split() instanceof JobConfig.Split.ByColumn byColumn) {
            DataSplit.unused(input, byColumn).ifPresent(unused -> {
                LOG.warn("{}", secrets.masked(unused));
                plan.remark(byColumn.column(), unused);
            });
            return Optional.of(DataSplit.byColumn(input, byColumn, caches));
        }
        if (config.split() instanceof JobConfig.Split.SecondInput second) {
            return Optional.of(DataSplit.ofInputs(input, secondInput(second, names), caches));
        }
        return Optional.empty();
    }

    private Dataset<Row> secondInput(JobConfig.Split.SecondInput config, InputNames names) {
        log("Reading " + config.test().shown() + " for the test");
        Dataset<Row> test = reader.read(config.test());
        InputNames.refuseAmbiguous(test, "split.test-input");
        return names.withoutOwn(test);
    }

    private FeatureVectors vectors(Caches caches, List<TableVectorizer> features, DataSplit split, String featuresCol) {
        return new FeatureVectors(
                caches.keep(vectors(transformed(features, split.train()), featuresCol)),
                caches.keep(vectors(transformed(features, split.test()), featuresCol)),
                featuresCol);
    }

    private static Dataset<Row> transformed(List<TableVectorizer> features, Dataset<Row> rows) {
        return features.isEmpty() ? rows : features.get(0).transform(rows);
    }

    private Dataset<Row> vectors(Dataset<Row> transformed, String featuresCol) {
        List<Column> columns = new ArrayList<>();
        columns.add(functions.col(LabelColumn.NAME));
        columns.add(InputColumn.find(transformed.schema(), "features.vector", featuresCol)
                .column());
        config.estimator()
                .weightCol()
                .map(name -> weight(transformed.schema(), name))
                .ifPresent(columns::add);
        return transformed.select(columns.toArray(Column[]::new));
    }

    private static Column weight(StructType schema, String name) {
        InputColumn weight = InputColumn.find(schema, "estimator.weightCol", name);
        if (!weight.isNumeric()) {
            throw new InvalidJobException(String.format(
                    "estimator.weightCol must name a column of numbers, but '%s' is of type %s. Of CSV files, set"
                            + " input.options.inferSchema = true, and mend values that are no plain numbers.",
                    name, weight.typeName()));
        }
        return weight.column();
    }

    private Fitted fit(Candidate candidate, FeatureVectors vectors, LabelColumn label) {
        FocalLogisticRegression estimator = candidate.estimator(config.estimator());
        estimator.setLabelCol(LabelColumn.NAME).setFeaturesCol(vectors.featuresCol());
        Focusing gamma = Focusing.of(estimator);
        LOG.info("Fitting {} (gamma {})", candidate.name(), gamma.shown());
        long start = System.nanoTime();
        FocalLogisticRegressionModel model = estimator.fit(vectors.train());
        double seconds = secondsSince(start);
        HeldOutMetrics metrics = HeldOutMetrics.of(
                label,
                model.transform(vectors.test()),
                model,
                config.estimator().weightCol());
        return new Fitted(model, new ModelReport(candidate.name(), gamma, metrics, ModelReport.Fit.of(model, seconds)));
    }

    /** Returns the model that is saved. */
    private static FocalLogisticRegressionModel best(List<Fitted> fitted) {
        return fitted.stream()
                .filter(candidate -> candidate.report().name().equals(Candidate.SAVED))
                .map(Fitted::model)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the saved model and the stages after it. */
    private static List<Transformer> stages(List<Fitted> fitted, LabelColumn label) {
        FocalLogisticRegressionModel model = best(fitted);
        List<Transformer> stages = new ArrayList<>(List.of(model));
        stages.addAll(PipelineAssembler.stagesBehind(label, model));
        return stages;
    }

    private SavedModelProof saved(PipelineModel model, Publication publication, Data data) throws IOException {
        LOG.info("Saving the model and loading it back");
        model.write().save(publication.modelDraft());
        PipelineModel loaded = PipelineModel.load(publication.modelDraft());
        return SavedModelProof.of(
                model,
                loaded,
                data.split().test(),
                HeldOutSample.of(data.label()).picks(data.test()));
    }

    private static String report(JobOutcome outcome, List<Fitted> fitted, FeatureVectors vectors) {
        LOG.info("Drawing the report");
        return HtmlReport.render(outcome, fitted.stream().map(Fitted::model).toList(), vectors);
    }

    private void log(String line) {
        LOG.info("{}", secrets.masked(line));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
