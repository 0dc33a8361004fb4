"""Reference values of the application's held-out metrics, by scikit-learn.

Writes ../resources/reference/held_out_metrics.csv (the rows) and held_out_metrics_expected.csv. Requires
scikit-learn==1.9.1 (see requirements.txt).

Rows have ties within and across the classes, and once weights. Area under the precision-recall curve: trapezoids over
scikit-learn's curve, whose end (recall 0, precision 1) is replaced by (0, precision at the highest threshold) as
Spark defines it. The threshold of the best F1 is the largest probability that reaches it.
"""

import csv
from pathlib import Path

import numpy as np
from sklearn.metrics import auc, brier_score_loss, f1_score, log_loss, precision_recall_curve, roc_auc_score

FOLDER = Path(__file__).parent.parent / "resources" / "reference"
HEADER = "# metrics.py, scikit-learn 1.9.1: "


def rows():
    """Label, probability of class 1 and weight of 60 rows; probabilities on a grid of 1/32, so that they tie."""
    random = np.random.default_rng(7)
    labels = (random.random(60) < 0.25).astype(float)
    probabilities = np.clip(np.round(32 * (0.15 + 0.3 * labels + 0.2 * random.standard_normal(60))), 1, 31) / 32
    weights = np.round(random.uniform(0.25, 3.0, 60) * 4) / 4
    return labels, probabilities, weights


def expected(labels, probabilities, weights):
    """All metrics as a dictionary."""
    precision, recall, thresholds = precision_recall_curve(labels, probabilities, sample_weight=weights)
    curve = np.append(precision[:-1], precision[-2])
    f1 = [f1_score(labels, probabilities >= t, sample_weight=weights) for t in thresholds]
    best = max(range(len(f1)), key=lambda i: (f1[i], thresholds[i]))
    reach = lambda level: max([r for p, r in zip(precision[:-1], recall[:-1]) if p >= level], default=0.0)
    return {
        "rows": len(labels),
        "positives": labels.sum(),
        "prAuc": auc(recall, curve),
        "rocAuc": roc_auc_score(labels, probabilities, sample_weight=weights),
        "logLoss": log_loss(labels, probabilities, sample_weight=weights),
        "brierScore": brier_score_loss(labels, probabilities, sample_weight=weights),
        "meanPredicted": np.average(probabilities, weights=weights),
        "observedRate": np.average(labels, weights=weights),
        "bestF1": f1[best],
        "bestF1Threshold": thresholds[best],
        "precisionAtBestF1": precision[best],
        "recallAtBestF1": recall[best],
        "recallAtPrecision50": reach(0.5),
        "recallAtPrecision90": reach(0.9),
    }


def write(name, comment, table):
    """Writes a table of exact doubles under a comment."""
    with open(FOLDER / name, "w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER + comment + "\n")
        csv.writer(file, lineterminator="\n").writerows(table)


def main():
    labels, probabilities, weights = rows()
    plain = expected(labels, probabilities, np.ones_like(weights))
    weighted = expected(labels, probabilities, weights)
    write("held_out_metrics.csv", "rows", [("label", "probability", "weight"), *zip(labels, probabilities, weights)])
    write(
        "held_out_metrics_expected.csv",
        "metrics of these rows without and with their weights",
        [("metric", "plain", "weighted"), *((key, float(plain[key]), float(weighted[key])) for key in plain)],
    )


if __name__ == "__main__":
    main()
