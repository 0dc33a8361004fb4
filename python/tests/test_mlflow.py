"""MLflow logs a pipeline with our model, reloads it and scores with it. Classic sessions, as mlflow.spark asks for."""

from __future__ import annotations

import logging

import mlflow
import mlflow.pyfunc
import mlflow.spark
import pytest
from pyspark.ml import Pipeline
from pyspark.ml.feature import VectorAssembler

import focalspark
from focalspark import FocalLogisticRegression, FocalLogisticRegressionModel


class Warnings(logging.Handler):
    """Captures the log of MLflow, which does not propagate to pytest."""

    def __init__(self):
        super().__init__()
        self.said = []

    def emit(self, record):
        self.said.append(record.getMessage())


@pytest.fixture(scope="module")
def said():
    handler = Warnings()
    logging.getLogger("mlflow").addHandler(handler)
    yield handler.said
    logging.getLogger("mlflow").removeHandler(handler)


@pytest.fixture(scope="module")
def logged(tmp_path_factory, rows, said):
    folder = tmp_path_factory.mktemp("mlflow")
    assembler = VectorAssembler(inputCols=["a", "b", "c"], outputCol="assembled")
    fitted = Pipeline(stages=[assembler, FocalLogisticRegression(featuresCol="assembled", gamma=1.5)]).fit(rows)
    with pytest.MonkeyPatch.context() as environment:
        # A store of files needs no database; MLflow 3 asks for this consent.
        environment.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
        mlflow.set_tracking_uri((folder / "runs").as_uri())
        with mlflow.start_run():
            info = mlflow.spark.log_model(
                fitted,
                "model",
                pip_requirements=[f"focalspark=={focalspark.__version__}"],
                dfs_tmpdir=str(folder / "logging"),
            )
        yield fitted, info.model_uri


def test_reloads_a_pipeline(tmp_path, rows, logged):
    fitted, uri = logged
    loaded = mlflow.spark.load_model(uri, dfs_tmpdir=str(tmp_path / "loading"))
    assert isinstance(loaded.stages[1], FocalLogisticRegressionModel)
    assert loaded.stages[1].getGamma() == 1.5
    assert (
        loaded.transform(rows).select("probability").collect() == fitted.transform(rows).select("probability").collect()
    )


def test_scores_a_pandas_frame(rows, logged):
    fitted, uri = logged
    frame = rows.select("a", "b", "c").limit(20).toPandas()
    expected = [row.prediction for row in fitted.transform(rows.limit(20)).collect()]
    assert list(mlflow.pyfunc.load_model(uri).predict(frame)) == expected
    assert set(expected) == {0.0, 1.0}


def test_calls_nothing_that_mlflow_deprecates(logged, said):
    assert not [words for words in said if "deprecat" in words]
