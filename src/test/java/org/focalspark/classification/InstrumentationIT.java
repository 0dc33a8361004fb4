package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.FitEnd;
import org.apache.spark.ml.FitStart;
import org.apache.spark.ml.LoadInstanceEnd;
import org.apache.spark.ml.MLEvent;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.SaveInstanceEnd;
import org.apache.spark.ml.SaveInstanceStart;
import org.apache.spark.ml.TransformEnd;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.saving.ReplacingWriter;
import org.focalspark.testkit.LogCapture;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fit is as visible to those who watch Spark as one of Spark's own. */
class InstrumentationIT {
    private static final String SPARKS = "org.apache.spark.ml.util.Instrumentation";

    @Test
    void aFitLogsWhatSparksLogs() {
        List<String> sparks =
                linesOf(new LogisticRegression("uid").setMaxIter(2).setRegParam(0.5));
        List<String> ours = linesOf(new FocalLogisticRegression("uid")
                .setMaxIter(2)
                .setRegParam(0.5)
                .setGamma(0.0));
        assertThat(ours)
                .contains("Stage class: FocalLogisticRegression", "Stage uid: uid", "training finished")
                .contains("{\"numClasses\":2}", "{\"numFeatures\":4}")
                .anyMatch(line -> line.contains("\"regParam\":0.5") && line.contains("\"gamma\":0.0"));
        assertThat(figures(ours)).isSubsetOf(Set.copyOf(figures(sparks))).hasSize(6);
        assertThat(figures(sparks).stream().filter(line -> !ours.contains(line)).toList())
                .allMatch(line -> line.startsWith("{\"actualBlockSizeInMB\""));
    }

    @Test
    void aFitOfSeveralLabelsLogsThemToo() {
        List<String> lines;
        try (LogCapture log = new LogCapture(SPARKS)) {
            new FocalMultilabelClassifier().setMaxIter(1).fit(MultilabelData.frame(MultilabelData.threeLabels(50)));
            lines = messages(log);
        }
        assertThat(lines)
                .contains("{\"numLabels\":3}", "{\"numFeatures\":10}", "{\"numExamples\":50}", "training finished");
    }

    @Test
    void aFitDoesNotLogWhatIsAsLargeAsTheModel() {
        FocalLogisticRegression estimator = new FocalLogisticRegression()
                .setMaxIter(1)
                .setLowerBoundsOnCoefficients(Matrices.zeros(1, 4))
                .setUpperBoundsOnIntercepts(Vectors.dense(7.0));
        assertThat(linesOf(estimator))
                .anyMatch(line -> line.contains("maxIter"))
                .noneMatch(line -> line.contains("BoundsOn"));
    }

    @Test
    void listenersHearOfAPipelineThatReplacesAnother(@TempDir Path folder) throws Exception {
        try (Events events = new Events()) {
            PipelineModel model = new Pipeline()
                    .setStages(new PipelineStage[] {new FocalLogisticRegression().setMaxIter(2)})
                    .fit(ReferenceData.dense());
            String path = folder.resolve("model").toString();
            ReplacingWriter.of(model).save(path);
            assertThat(events.of(SaveInstanceEnd.class))
                    .anyMatch(end -> end.path().equals(path));
            assertThat(events.of(SaveInstanceStart.class))
                    .anyMatch(start -> start.path().equals(path));
        }
    }

    @Test
    void aFitThatFailsSaysWhy() {
        Dataset<Row> empty = ReferenceData.dense().limit(0);
        try (LogCapture log = new LogCapture(SPARKS)) {
            assertThatThrownBy(() -> new FocalLogisticRegression().fit(empty)).hasMessageContaining("empty dataset");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("empty dataset"))
                    .noneMatch(line -> line.endsWith("training finished"));
        }
    }

    @Test
    void aPipelineTellsListenersOfOurStages(@TempDir Path folder) throws Exception {
        try (Events events = new Events()) {
            FocalLogisticRegression estimator = new FocalLogisticRegression().setMaxIter(2);
            Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
            PipelineModel model = pipeline.fit(ReferenceData.dense());
            model.transform(ReferenceData.dense()).count();
            model.save(folder.resolve("model").toString());
            PipelineModel.load(folder.resolve("model").toString());
            String stage = model.stages()[0].uid();
            assertThat(events.of(FitStart.class)).anyMatch(start -> start.estimator() == estimator);
            assertThat(events.of(FitEnd.class)).anyMatch(end -> end.model() == model.stages()[0]);
            assertThat(events.of(TransformEnd.class))
                    .anyMatch(end -> end.transformer().uid().equals(stage));
            assertThat(events.of(SaveInstanceEnd.class))
                    .anyMatch(end -> end.path().contains(stage));
            assertThat(events.of(LoadInstanceEnd.class))
                    .anyMatch(end -> end.instance() instanceof FocalLogisticRegressionModel);
        }
    }

    private static List<String> linesOf(Estimator<?> estimator) {
        try (LogCapture log = new LogCapture(SPARKS)) {
            estimator.fit(ReferenceData.dense());
            return messages(log);
        }
    }

    /** Without the random prefix, in brackets. */
    private static List<String> messages(LogCapture log) {
        return log.lines().stream()
                .map(line -> line.replaceFirst("^\\[\\w+] ", ""))
                .toList();
    }

    /** What was found in the data: one name and its value. */
    private static List<String> figures(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("{") && !line.contains("regParam"))
                .collect(Collectors.toList());
    }

    /** Listens until it is closed. */
    private static final class Events extends SparkListener implements AutoCloseable {
        private final SparkContext context = SparkSessions.shared().sparkContext();
        private final List<MLEvent> seen = new CopyOnWriteArrayList<>();

        Events() {
            context.addSparkListener(this);
        }

        @Override
        public void close() {
            context.removeSparkListener(this);
        }

        @Override
        public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof MLEvent ml) {
                seen.add(ml);
            }
        }

        <E extends MLEvent> List<E> of(Class<E> type) throws TimeoutException {
            context.listenerBus().waitUntilEmpty();
            return seen.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }
}
