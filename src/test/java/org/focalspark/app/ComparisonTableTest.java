package org.focalspark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.focalspark.app.metrics.ExampleMetrics;
import org.focalspark.app.metrics.HeldOutMetrics;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

    @Test
    void alignsModelsSideBySide() {
        ModelReport baseline = report("baseline", 0.0, 0.125, 1.0);
        ModelReport focal = report("focal", 2.0, Double.POSITIVE_INFINITY, 12.345);

        assertThat(ComparisonTable.render(List.of(baseline, focal)).lines())
                .containsExactly(
                        "on held-out rows                     baseline                focal",
                        "gamma                                     0.0                  2.0",
                        "rows                                   12,345               12,345",
                        "positives                                  67                   67",
                        "PR-AUC                                 0.2500               0.2500",
                        "ROC-AUC                                0.7500               0.7500",
                        "log loss                               0.1250             Infinity",
                        "Brier score                            0.0313               0.0313",
                        "mean predicted                         0.50 %               0.50 %",
                        "observed rate                          0.54 %               0.54 %",
                        "best F1                                0.4000               0.4000",
                        "  threshold                            0.3000               0.3000",
                        "  precision                            0.5000               0.5000",
                        "  recall                               0.3333               0.3333",
                        "recall at 50 % precision               0.3333               0.3333",
                        "recall at 90 % precision               0.0000               0.0000",
                        "fit seconds                              1.00                12.35",
                        "iterations                                  2                    2",
                        "stopped because           objective converged  objective converged",
                        "non-convex share                       0.25 %               0.25 %");
    }

    @Test
    void showsTheRecallOfEveryClass() {
        ModelReport focal = report("focal", List.of(0.0, 2.0), ExampleMetrics.multiclass(), 1.0);

        assertThat(ComparisonTable.render(List.of(focal)).lines())
                .containsExactly(
                        "on held-out rows                          focal",
                        "gamma                                  0.0, 2.0",
                        "rows                                      1,234",
                        "accuracy                                 0.9000",
                        "macro F1                                 0.3333",
                        "macro precision                          0.2500",
                        "macro recall                             0.5000",
                        "recall of Rad.Flow (1,234)               1.0000",
                        "recall of %d (0)                         0.0000",
                        "log loss                                 0.1250",
                        "fit seconds                                1.00",
                        "iterations                                    2",
                        "stopped because             objective converged",
                        "non-convex share                         0.25 %");
    }

    private static ModelReport report(String name, double gamma, double logLoss, double seconds) {
        return report(name, List.of(gamma), ExampleMetrics.binary(logLoss), seconds);
    }

    private static ModelReport report(String name, List<Double> gammas, HeldOutMetrics metrics, double seconds) {
        ModelReport.Fit fit = new ModelReport.Fit(
                3,
                seconds,
                2,
                true,
                "objective converged: its relative improvement fell below tol",
                1e-7,
                0.0025,
                Double.NaN,
                List.of(0.5, 0.25, 0.2),
                List.of(0.1, 0.01, 1e-7));
        return new ModelReport(name, new Focusing(gammas, gammas), metrics, fit);
    }
}
