"""How far PR-AUC and ROC-AUC of bird strikes vary with the split, by scikit-learn: bounds for TrainAppIT.

    python src/test/reference/birdstrikes_splits.py

Plain logistic regression (gamma 0) with the features of conf/birdstrikes.conf, on 200 stratified splits of 75 : 25.
"""

import csv
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

FILE = pathlib.Path(__file__).parents[3] / "data" / "birdstrikes.csv"
CATEGORICAL = ["Phase of flight", "Wildlife Size", "Wildlife Species", "Time of day", "Origin State",
               "Aircraft Airline Operator"]
SPLITS = 200


def main():
    rows = list(csv.DictReader(FILE.open(encoding="utf-8")))
    labels = np.array([row["Effect Amount of damage"] == "Substantial" for row in rows])
    texts = np.array([[row[name] for name in CATEGORICAL] for row in rows])
    speeds = np.array([float(row["Speed IAS in knots"] or "nan") for row in rows])
    values = []
    for seed in range(SPLITS):
        train, test = train_test_split(np.arange(len(rows)), test_size=0.25, stratify=labels, random_state=seed)
        encoder = OneHotEncoder(handle_unknown="ignore").fit(texts[train])
        filled = np.where(np.isnan(speeds), np.nanmedian(speeds[train]), speeds)[:, None]
        scaler = StandardScaler().fit(filled[train])

        def features(part):
            return np.hstack([encoder.transform(texts[part]).toarray(), scaler.transform(filled[part])])

        model = LogisticRegression(C=1.0, max_iter=200).fit(features(train), labels[train])
        scores = model.decision_function(features(test))
        values.append((average_precision_score(labels[test], scores), roc_auc_score(labels[test], scores)))
    for name, column in zip(["PR-AUC", "ROC-AUC"], np.array(values).T):
        quantiles = np.quantile(column, [0, 0.01, 0.5, 0.99, 1])
        print(name, "min, 1 %, median, 99 %, max:", " ".join(f"{value:.3f}" for value in quantiles))


if __name__ == "__main__":
    main()
