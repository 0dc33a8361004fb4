"""What a machine with pyspark-client alone does: run by test_connect.py, with the address of a server and a folder."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession

import focalspark
from focalspark import (
    CalibrationEvaluator,
    FocalCrossValidator,
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalMultilabelClassifier,
    ModelExport,
    plot,
)


def refused(call, error, words):
    try:
        call()
    except error as caught:
        assert words in str(caught), caught
        return
    raise AssertionError(f"not refused: {words}")


assert importlib.util.find_spec("py4j") is None
assert importlib.util.find_spec("pyspark.core") is None
address, folder = sys.argv[1:]

# Before there is a session.
estimator = FocalLogisticRegression(gamma=1.5, alpha=None, labelCol="y")
assert not estimator.isSet("alpha")
refused(lambda: FocalLogisticRegression(gamma="two"), TypeError, "gamma must be a number")
assert focalspark.maven_coordinate().startswith("org.focalspark:focalspark_2.13:")

spark = SparkSession.builder.remote(address).getOrCreate()
draw = np.random.default_rng(3)
x = draw.normal(size=(300, 2))
y = (x[:, 0] - x[:, 1] + draw.normal(size=300) > 0).astype(float)
names = ["y", "a", "b"]
rows = spark.createDataFrame([[float(v) for v in row] for row in np.column_stack([y, x])], names)
assembler = VectorAssembler(inputCols=["a", "b"], outputCol="features")

fitted = Pipeline(stages=[assembler, estimator]).fit(rows)
fitted.write().overwrite().save(folder + "/pipeline")
loaded = PipelineModel.load(folder + "/pipeline")
scored = loaded.transform(rows)
assert isinstance(loaded.stages[1], FocalLogisticRegressionModel)
assert BinaryClassificationEvaluator(labelCol="y").evaluate(scored) > 0.8
assert 0.0 < CalibrationEvaluator(labelCol="y").evaluate(scored) < 0.6
assert loaded.stages[1].predict([5.0, -5.0]) == 1.0
assert fitted.stages[1].summary.totalIterations > 1

tuning = CrossValidator(
    estimator=estimator,
    estimatorParamMaps=ParamGridBuilder().addGrid(estimator.gamma, [0.0, 2.0]).build(),
    evaluator=CalibrationEvaluator(labelCol="y"),
    numFolds=2,
    seed=1,
).fit(assembler.transform(rows))
assert plot.gamma_grid(tuning).axes[0].get_ylabel() == "logLoss (smaller is better)"
assert "area" in plot.precision_recall(scored, label_col="y").axes[0].get_legend().get_texts()[0].get_text()

refused(lambda: fitted.stages[1].coefficients, NotImplementedError, "save the model and read its coefficients")
refused(lambda: ModelExport.of(fitted.stages[1]), NotImplementedError, "in a session without Connect")
refused(lambda: FocalCrossValidator().fit(rows), NotImplementedError, "CrossValidator or TrainValidationSplit")
refused(lambda: FocalMultilabelClassifier.labelSet(rows.y), NotImplementedError, "F.expr(")
refused(lambda: estimator.setInitialModel(fitted.stages[1]), NotImplementedError, "setInitialModelPath")
print("client: done")
