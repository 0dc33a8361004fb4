"""What is saved on one side is loaded on the other, and by a fresh interpreter that has imported nothing of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SETTINGS
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder
from test_params import java_class

import focalspark
from focalspark import (
    CalibrationEvaluator,
    FocalCrossValidator,
    FocalCrossValidatorModel,
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalLossEvaluator,
    FocalMultilabelClassificationModel,
    FocalMultilabelClassifier,
)

GOLDEN = Path(__file__).resolve().parents[2] / "src/test/resources/golden"
# Sums of a dot product in another order.
REL_1E_12 = 1e-12

FRESH = """
import json, sys
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local[1]")
for key, value in json.loads(sys.argv[1]).items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
from pyspark.ml import PipelineModel
from pyspark.ml.tuning import CrossValidatorModel
assert not any(name.split(".")[0] == "focalspark" for name in sys.modules)
rows = spark.read.parquet(sys.argv[2] + "/rows")
print(json.dumps({
    name: [row.probability.toArray().tolist() for row in reader.load(sys.argv[2] + "/" +
    name).transform(rows).collect()] for name, reader in {"pipeline": PipelineModel, "chosen":
CrossValidatorModel}.items() }))
"""


@pytest.fixture(scope="module")
def pipeline(rows):
    assembler = VectorAssembler(inputCols=["a", "b", "c"], outputCol="assembled")
    return Pipeline(stages=[assembler, FocalLogisticRegression(featuresCol="assembled", gamma=1.5)])


@pytest.fixture(scope="module")
def fitted(pipeline, rows):
    return pipeline.fit(rows)


def probabilities(model, rows):
    return [row.probability.toArray().tolist() for row in model.transform(rows).select("probability").collect()]


def test_a_fresh_interpreter_loads_pipelines_and_tuning(tmp_path, rows, pipeline, fitted):
    chosen = CrossValidatorModel(fitted, avgMetrics=[0.5])
    chosen.set(chosen.estimator, pipeline)
    chosen.set(chosen.estimatorParamMaps, [{pipeline.getStages()[1].gamma: 2.0}])
    chosen.set(chosen.evaluator, BinaryClassificationEvaluator())
    few = rows.limit(20).cache()
    few.write.parquet(str(tmp_path / "rows"))
    fitted.save(str(tmp_path / "pipeline"))
    chosen.save(str(tmp_path / "chosen"))
    settings = json.dumps({**SETTINGS, "spark.jars": focalspark.jar_path()})
    done = subprocess.run(
        [sys.executable, "-c", FRESH, settings, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer == {"pipeline": probabilities(fitted, few), "chosen": probabilities(chosen, few)}


def test_java_loads_what_python_saved(spark, tmp_path, rows, fitted):
    fitted.save(str(tmp_path / "pipeline"))
    java = spark._jvm.org.apache.spark.ml.PipelineModel.load(str(tmp_path / "pipeline"))
    stage = java.stages()[1]
    assert stage.getClass().getName() == "org.focalspark.classification.FocalLogisticRegressionModel"
    assert stage.getGamma() == 1.5
    assert list(stage.coefficients().toArray()) == list(fitted.stages[1].coefficients)
    fitted.stages[1].save(str(tmp_path / "model"))
    assert java_class(spark, FocalLogisticRegressionModel).load(str(tmp_path / "model")).numFeatures() == 3


@pytest.mark.parametrize(
    "stage",
    [
        lambda: FocalLogisticRegression(alpha=0.3, gammas=[1, 2], classWeightMode="balanced"),
        lambda: FocalMultilabelClassifier(thresholds=[0.3, 0.4], predictedLabelsCol="tags"),
        lambda: FocalLossEvaluator(gamma=0.5, mode="ovr", eps=0.1),
        lambda: CalibrationEvaluator(metricName="ece", numBins=4),
    ],
)
def test_stages_go_to_java_and_back(spark, tmp_path, stage):
    saved = stage()
    saved.save(str(tmp_path / "python"))
    java = java_class(spark, type(saved)).load(str(tmp_path / "python"))
    java.save(str(tmp_path / "java"))
    loaded = type(saved).load(str(tmp_path / "java"))
    assert loaded.uid == saved.uid
    assert {p.name: v for p, v in loaded._paramMap.items()} == {p.name: v for p, v in saved._paramMap.items()}


def test_tuning_goes_to_java_and_back(spark, tmp_path, rows):
    focal = FocalLogisticRegression()
    tuning = FocalCrossValidator(
        estimator=focal,
        estimatorParamMaps=ParamGridBuilder().addGrid(focal.gamma, [0.0, 2.0]).build(),
        evaluator=CalibrationEvaluator(),
        numFolds=2,
    )
    tuning.save(str(tmp_path / "tuning"))
    java = java_class(spark, FocalCrossValidator).load(str(tmp_path / "tuning")).fit(rows._jdf)
    java.save(str(tmp_path / "tuned"))
    loaded = FocalCrossValidatorModel.load(str(tmp_path / "tuned"))
    assert loaded.avgMetrics == list(java.avgMetrics())
    assert loaded.getEstimator().uid == focal.uid
    assert loaded.getEstimatorParamMaps() == tuning.getEstimatorParamMaps()
    assert isinstance(loaded.bestModel, FocalLogisticRegressionModel)


def test_pysparks_tuning_reads_what_javas_wrote(spark, tmp_path, rows, pipeline):
    focal = pipeline.getStages()[1]
    grid = ParamGridBuilder().addGrid(focal.regParam, [0.0, 0.1]).build()
    java = (
        CrossValidator(estimator=focal, estimatorParamMaps=grid, evaluator=CalibrationEvaluator(), numFolds=2)
        ._to_java()
        .fit(VectorAssembler(inputCols=["a", "b", "c"], outputCol="assembled").transform(rows)._jdf)
    )
    java.save(str(tmp_path / "java"))
    loaded = CrossValidatorModel.load(str(tmp_path / "java"))
    assert loaded.avgMetrics == list(java.avgMetrics())
    assert isinstance(loaded.bestModel, FocalLogisticRegressionModel)


def _golden(folder):
    inputs = [[float(x) for x in line.split(",")] for line in (folder / "input.csv").read_text().split()]
    expected = [[float(x) for x in line.split(",")] for line in (folder / "expected.csv").read_text().split()]
    return inputs, expected


@pytest.mark.parametrize("folder", sorted(GOLDEN.glob("*/*")), ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_models_that_java_saved_predict_as_they_did(spark, folder):
    multilabel = folder.name == "multilabel"
    reader = FocalMultilabelClassificationModel if multilabel else FocalLogisticRegressionModel
    model = reader.load(str(folder / "model"))
    inputs, expected = _golden(folder)
    for point, wanted in zip(inputs, expected):
        vector = Vectors.dense(point)
        actual = [*model.predictRaw(vector), *model.predictProbability(vector)]
        predicted = model.predict(vector)
        actual += list(predicted) if multilabel else [predicted]
        assert actual == pytest.approx(wanted, rel=REL_1E_12)


def test_a_pipeline_of_java_is_read_by_python(spark, tmp_path, rows):
    jvm = spark._jvm
    stages = spark.sparkContext._gateway.new_array(jvm.org.apache.spark.ml.PipelineStage, 1)
    stages[0] = java_class(spark, FocalLogisticRegression)().setGamma(3.0)
    java = jvm.org.apache.spark.ml.Pipeline().setStages(stages).fit(rows._jdf)
    java.save(str(tmp_path / "java"))
    loaded = PipelineModel.load(str(tmp_path / "java"))
    assert isinstance(loaded.stages[0], FocalLogisticRegressionModel)
    assert loaded.stages[0].getGamma() == 3.0
    assert list(loaded.stages[0].coefficients) == list(java.stages()[0].coefficients().toArray())
