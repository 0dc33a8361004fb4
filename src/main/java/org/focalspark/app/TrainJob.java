package org.focalspark.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.focalspark.FocalLogisticRegression;
import org.focalspark.FocalLogisticRegressionModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipe: read, split, make features, fit the baseline and the focal model, evaluate, save, prove, publish. */
final class TrainJob {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

    private final SparkSession spark;
    private final JobConfig config;
    private final LabelColumn label;
    private final InputReader reader;
    private final long startNanos = System.nanoTime();

    TrainJob(SparkSession spark, JobConfig config) {
        this.spark = spark;
        this.config = config;
        this.reader = new InputReader(spark);
        this.label = new LabelColumn(config.label());
    }

    /** The input, checked and split. */
    private record Data(FeatureColumns columns, DataSplit split, LabelColumn.Counts train, LabelColumn.Counts test) {}

    /** A fitted model and how good it is. */
    private record Candidate(FocalLogisticRegressionModel model, ModelReport report) {}

    /** Feature vectors with label and weight. */
    private record Vectors(Dataset<Row> train, Dataset<Row> test, String featuresCol) {}

    /**
     * Does the job.
     *
     * @throws InvalidJobException if configuration or input are at fault; then nothing is written
     */
    JobOutcome run() throws IOException {
        try (Publication publication =
                        Publication.prepare(config, spark.sparkContext().hadoopConfiguration());
                Caches caches = new Caches()) {
            Data data = data(caches);
            PipelineAssembler assembler =
                    new PipelineAssembler(data.columns(), config.features().imputer());
            PipelineModel features = assembler.pipeline().fit(data.split().train());
            Vectors vectors = vectors(caches, features, data.split(), assembler.featuresCol());
            Candidate baseline = fit("baseline", vectors, Optional.of(0.0));
            Candidate focal = fit("focal", vectors, Optional.empty());

            PipelineModel model = PipelineAssembler.append(
                    features, focal.model(), data.split().train());
            JobOutcome outcome = new JobOutcome(
                    config,
                    data.train(),
                    data.test(),
                    data.columns(),
                    List.of(baseline.report(), focal.report()),
                    saved(model, publication, data.split().test()),
                    secondsSince(startNanos));
            publication.writeMetrics(MetricsJson.render(outcome));
            publication.publish();
            return outcome;
        }
    }

    private Data data(Caches caches) {
        LOG.info("Reading {}", config.input().shown());
        Dataset<Row> input = reader.read(config.input());
        FeatureColumns columns = FeatureColumns.resolve(input.schema(), config.features(), reserved(input.schema()));
        LOG.info("Features from {}", columns.shown());
        DataSplit split = split(input, columns, caches);
        LabelColumn.Counts train = label.check(split.train(), "The training data");
        LabelColumn.Counts test = label.check(split.test(), "The test data");
        LOG.info("Training on {}; testing on {}", train.shown(), test.shown());
        columns.checkValues(split.train());
        return new Data(columns, split, train, test);
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

    private DataSplit split(Dataset<Row> input, FeatureColumns columns, Caches caches) {
        Dataset<Row> labelled = label.addTo(input);
        DataSplit split;
        if (config.split() instanceof JobConfig.Split.ByColumn byColumn) {
            split = DataSplit.byColumn(labelled, byColumn);
        } else if (config.split() instanceof JobConfig.Split.SecondInput second) {
            split = new DataSplit(labelled, label.addTo(secondInput(second, columns)));
        } else {
            LabelColumn.Counts counts = label.check(labelled, "The input");
            split = DataSplit.drawn(labelled, counts, (JobConfig.Split.Drawn) config.split());
        }
        return new DataSplit(caches.keep(split.train()), caches.keep(split.test()));
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

    private Candidate fit(String name, Vectors vectors, Optional<Double> gamma) {
        FocalLogisticRegression estimator = config.estimator().estimator(name);
        estimator.setLabelCol(LabelColumn.NAME).setFeaturesCol(vectors.featuresCol());
        gamma.ifPresent(value -> setAllGammas(estimator, value));
        LOG.info("Fitting {} (gamma {})", name, estimator.getGamma());
        long start = System.nanoTime();
        FocalLogisticRegressionModel model = estimator.fit(vectors.train());
        double seconds = secondsSince(start);
        HeldOutMetrics metrics = HeldOutMetrics.of(ScoredRow.of(
                model.transform(vectors.test()),
                model.getProbabilityCol(),
                config.estimator().weightCol()));
        return new Candidate(
                model, new ModelReport(name, estimator.getGamma(), metrics, ModelReport.Fit.of(model, seconds)));
    }

    /** The baseline is focused on no side and no class, whatever the configuration says. */
    private static void setAllGammas(FocalLogisticRegression estimator, double gamma) {
        estimator.setGamma(gamma);
        estimator.clear(estimator.gammas());
        estimator.clear(estimator.gammaPositive());
        estimator.clear(estimator.gammaNegative());
    }

    private SavedModelProof saved(PipelineModel model, Publication publication, Dataset<Row> test) throws IOException {
        LOG.info("Saving the model and loading it back");
        model.write().save(publication.modelDraft());
        return SavedModelProof.of(model, PipelineModel.load(publication.modelDraft()), test);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
