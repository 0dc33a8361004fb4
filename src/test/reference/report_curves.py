"""Reference values of the report's curves and intervals, by scikit-learn and SciPy.

Writes ../resources/reference/report_curves.csv (points of the ROC curve of the rows of held_out_metrics.csv, as weights
of true and false positives), report_thresholds.csv (confusion of these rows by thresholds, positive above them) and
report_intervals.csv (Wilson's 95 % intervals). Requires scikit-learn==1.9.1 and scipy==1.17.1 (see requirements.txt).
"""

import csv

import numpy as np
from metrics import FOLDER, rows
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, roc_curve

COMMENT = "# report_curves.py, scikit-learn 1.9.1, SciPy 1.17.1: "


def curves():
    """Every point of the curve, by falling threshold, without the one at which nothing is called positive."""
    labels, probabilities, weights = rows()
    for case, w in (("plain", np.ones_like(weights)), ("weighted", weights)):
        false, true, _ = roc_curve(labels, probabilities, sample_weight=w, drop_intermediate=False)
        for tp, fp in zip(true[1:] * w[labels == 1].sum(), false[1:] * w[labels == 0].sum()):
            yield case, float(tp), float(fp)


def thresholds():
    """Thresholds among which are probabilities of rows: those rows are not above them."""
    labels, probabilities, weights = rows()
    for case, w in (("plain", np.ones_like(weights)), ("weighted", weights)):
        for threshold in (0.01, 0.1, 0.125, 0.25, 0.3, 0.5, 0.75, 0.9):
            (_, fp), (_, tp) = confusion_matrix(labels, probabilities > threshold, labels=[0.0, 1.0], sample_weight=w)
            yield case, threshold, float(tp), float(fp)


def intervals():
    """Hits of so many rows."""
    for hits, total in ((0, 5), (1, 8), (5, 5), (78, 2500), (1200, 2500)):
        interval = binomtest(hits, total).proportion_ci(confidence_level=0.95, method="wilson")
        yield hits, total, float(interval.low), float(interval.high)


def write(name, comment, header, table):
    with open(FOLDER / name, "w", encoding="utf-8", newline="\n") as file:
        file.write(COMMENT + comment + "\n")
        csv.writer(file, lineterminator="\n").writerows([header, *table])


def main():
    write("report_curves.csv", "points of the ROC curve", ("case", "hits", "others"), curves())
    write("report_thresholds.csv", "rows above thresholds", ("case", "threshold", "hits", "others"), thresholds())
    write("report_intervals.csv", "Wilson's intervals", ("hits", "rows", "low", "high"), intervals())


if __name__ == "__main__":
    main()
