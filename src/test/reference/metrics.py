"""Reference values of the application's held-out metrics, by scikit-learn.

Writes ../resources/reference/held_out_metrics.csv (the rows) and held_out_metrics_expected.csv, for many classes
multiclass_metrics.csv and multiclass_metrics_expected.csv. Requires scikit-learn==1.9.1 (see requirements.txt).

Two classes: rows have ties within and across the classes, and once weights. Area under the precision-recall curve:
trapezoids over scikit-learn's curve, whose end (recall 0, precision 1) is replaced by (0, precision at the highest
threshold) as Spark defines it. The threshold of the best F1 is the largest probability that reaches it.

Many classes: of six, 3 is never predicted, 4 has no rows, and 5 has neither rows nor predictions; zero_division is 0.
"""

import csv
from pathlib import Path

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    auc,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_recall_curve,
    precision_recall_fscore_support,
    roc_auc_score,
)

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


CLASSES = list(range(6))


def multiclass_rows():
    """Label, prediction, probabilities of six classes (multiples of 1/64, so that they sum to 1) and weight of 80 rows."""
    random = np.random.default_rng(11)
    labels = random.choice([0, 1, 2, 3], size=80, p=[0.6, 0.2, 0.12, 0.08])
    counts = np.array([random.multinomial(58, weights) for weights in np.eye(6)[labels] * 0.1 + 0.15]) + 1
    predictions = np.where(counts[:, 3] == counts.max(axis=1), 4, counts.argmax(axis=1))
    predictions[predictions == 5] = 4
    weights = np.round(random.uniform(0.25, 3.0, 80) * 4) / 4
    return labels, predictions, counts / 64, weights


def multiclass_expected(labels, predictions, probabilities, weights):
    """All metrics of six classes as a dictionary."""
    settings = {"labels": CLASSES, "sample_weight": weights, "zero_division": 0}
    precision, recall, f1, _ = precision_recall_fscore_support(labels, predictions, **settings)
    macro = precision_recall_fscore_support(labels, predictions, average="macro", **settings)
    confusion = confusion_matrix(labels, predictions, labels=CLASSES, sample_weight=weights)
    return {
        "rows": len(labels),
        "accuracy": accuracy_score(labels, predictions, sample_weight=weights),
        "macroPrecision": macro[0],
        "macroRecall": macro[1],
        "macroF1": macro[2],
        "logLoss": log_loss(labels, probabilities, labels=CLASSES, sample_weight=weights),
        **{f"rows{k}": np.sum(labels == k) for k in CLASSES},
        **{f"precision{k}": precision[k] for k in CLASSES},
        **{f"recall{k}": recall[k] for k in CLASSES},
        **{f"f1{k}": f1[k] for k in CLASSES},
        **{f"confusion{i}{j}": confusion[i, j] for i in CLASSES for j in CLASSES},
    }


def write(name, comment, table):
    """Writes a table of exact doubles under a comment."""
    with open(FOLDER / name, "w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER + comment + "\n")
        csv.writer(file, lineterminator="\n").writerows(table)


def write_multiclass():
    labels, predictions, probabilities, weights = multiclass_rows()
    plain = multiclass_expected(labels, predictions, probabilities, np.ones_like(weights))
    weighted = multiclass_expected(labels, predictions, probabilities, weights)
    cells = zip(labels, predictions, (";".join(map(str, row.tolist())) for row in probabilities), weights)
    write(
        "multiclass_metrics.csv",
        "rows of six classes with the probability of each",
        [("label", "prediction", "probabilities", "weight"), *cells],
    )
    write(
        "multiclass_metrics_expected.csv",
        "metrics of these rows without and with their weights",
        [("metric", "plain", "weighted"), *((key, float(plain[key]), float(weighted[key])) for key in plain)],
    )


def main():
    write_multiclass()
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
