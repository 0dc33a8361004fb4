"""Grids in lockstep: under PySpark's own tuning, and under FocalCrossValidator and FocalTrainValidationSplit."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyspark.ml import Estimator, Pipeline, Transformer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator, Evaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit
from pyspark.sql import functions as F

from focalspark import (
    CalibrationEvaluator,
    FocalCrossValidator,
    FocalCrossValidatorModel,
    FocalLogisticRegression,
    FocalMultilabelClassifier,
    FocalTrainValidationSplit,
    FocalTrainValidationSplitModel,
)
from focalspark.classification._lockstep import LockstepModels

# Candidates that are trained together end where they end alone, up to rounding.
ABS_1E_8 = 1e-8


@pytest.fixture(scope="module")
def folds(rows):
    return rows.withColumn("fold", (F.floor(F.col("a") * 1000) % 2 + 2).cast("int") % 2).cache()


@pytest.fixture(scope="module")
def focal():
    return FocalLogisticRegression(tol=1e-9)


@pytest.fixture(scope="module")
def grid(focal):
    return ParamGridBuilder().addGrid(focal.gamma, [0, 2]).addGrid(focal.regParam, [0.01, 0.5]).build()


def jobs(spark, name, action):
    """How many Spark jobs an action runs on this thread."""
    spark.sparkContext.setJobGroup(name, name)
    try:
        return action(), len(spark.sparkContext.statusTracker().getJobIdsForGroup(name))
    finally:
        spark.sparkContext.setLocalProperty("spark.jobGroup.id", None)


class TestLockstepModels:
    def test_trains_at_the_first_call_and_once_for_all_threads(self):
        calls = []
        together = threading.Barrier(4)

        def fit_all():
            calls.append(1)
            return [f"model {k}" for k in range(8)]

        models = LockstepModels(fit_all, 8)
        assert calls == []

        def take():
            together.wait()
            return [next(models), next(models)]

        with ThreadPoolExecutor(4) as pool:
            taken = [pair for task in [pool.submit(take) for _ in range(4)] for pair in task.result()]
        assert calls == [1]
        assert sorted(taken) == [(k, f"model {k}") for k in range(8)]
        with pytest.raises(StopIteration):
            next(models)

    def test_raises_a_failure_to_every_call_and_tries_once(self):
        calls = []

        def fit_all():
            calls.append(1)
            raise ValueError("no convergence")

        models = LockstepModels(fit_all, 2)
        for _ in range(2):
            with pytest.raises(ValueError, match="no convergence"):
                next(models)
        assert calls == [1]
        with pytest.raises(StopIteration):
            next(models)

    def test_tries_again_after_an_interrupt(self):
        answers = [KeyboardInterrupt(), ["model"]]

        def fit_all():
            answer = answers.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer

        models = LockstepModels(fit_all, 1)
        with pytest.raises(KeyboardInterrupt):
            next(models)
        assert next(models) == (0, "model")

    def test_lets_go_of_a_model_that_was_handed_out(self):
        models = LockstepModels(lambda: [object(), object()], 2)
        next(models)
        assert list(models._models) == [1]


def test_fits_param_maps_together_over_one_copy_of_the_rows(spark, rows, focal, grid):
    alone, single = jobs(spark, "alone", lambda: [focal.fit(rows, params) for params in grid])
    models, together = jobs(spark, "together", lambda: focal.fit(rows, grid))
    assert together < single / 2
    for expected, actual, params in zip(alone, models, grid):
        assert actual.getGamma() == params[focal.gamma]
        assert actual.getRegParam() == params[focal.regParam]
        assert list(actual.coefficients) == pytest.approx(list(expected.coefficients), abs=ABS_1E_8)
        assert actual.summary.totalIterations > 0


def test_fit_multiple_is_lazy_and_keeps_to_what_was_set_when_it_was_called(spark, rows):
    estimator = FocalLogisticRegression(maxIter=1)
    maps = [{estimator.gamma: 1}]
    models, started = jobs(spark, "lazy", lambda: estimator.fitMultiple(rows, maps))
    assert started == 0
    estimator.setMaxIter(50)
    maps.clear()
    index, model = next(models)
    assert (index, model.getGamma(), model.summary.totalIterations) == (0, 1.0, 1)


def test_a_param_map_that_fails_is_named(rows, focal):
    maps = [{focal.gamma: 1.0}, {focal.alpha: 0.3, focal.classWeights: [1.0, 2.0]}]
    with pytest.raises(Exception, match=r"(?s)param map 2 of 2.*alpha.*failed: .*classWeights"):
        focal.fit(rows, maps)
    with pytest.raises(Exception, match=r"gamma must be >= 0 and finite, but was -1.0\."):
        focal.fit(rows, [{focal.gamma: 1.0}, {focal.gamma: -1.0}])


def test_tags_are_fitted_together(spark, rows):
    estimator = FocalMultilabelClassifier(labelCol="tags")
    maps = [{estimator.gamma: 0.0}, {estimator.gamma: 2.0}]
    alone, single = jobs(spark, "tags alone", lambda: [estimator.fit(rows, params) for params in maps])
    models, together = jobs(spark, "tags together", lambda: estimator.fit(rows, maps))
    assert together < single
    for expected, actual in zip(alone, models):
        assert actual.coefficientMatrix.toArray() == pytest.approx(expected.coefficientMatrix.toArray(), abs=ABS_1E_8)


@pytest.mark.parametrize("parallelism", [1, pytest.param(3, marks=pytest.mark.latest)])
def test_pysparks_cross_validator_trains_every_fold_in_lockstep(monkeypatch, folds, focal, grid, parallelism):
    tuning = CrossValidator(
        estimator=focal,
        estimatorParamMaps=grid,
        evaluator=CalibrationEvaluator(),
        numFolds=2,
        foldCol="fold",
        parallelism=parallelism,
    )
    calls = []
    together = FocalLogisticRegression._fit_together
    monkeypatch.setattr(
        FocalLogisticRegression, "_fit_together", lambda self, *args: calls.append(1) or together(self, *args)
    )
    chosen = tuning.fit(folds)
    assert len(calls) == 2
    monkeypatch.setattr(FocalLogisticRegression, "fitMultiple", Estimator.fitMultiple)
    one_by_one = tuning.fit(folds)
    assert len(calls) == 2
    assert chosen.avgMetrics == pytest.approx(one_by_one.avgMetrics, abs=ABS_1E_8)


@pytest.mark.latest
def test_pysparks_train_validation_split_trains_in_lockstep(monkeypatch, rows, focal, grid):
    tuning = TrainValidationSplit(estimator=focal, estimatorParamMaps=grid, evaluator=CalibrationEvaluator(), seed=7)
    chosen = tuning.fit(rows)
    monkeypatch.setattr(FocalLogisticRegression, "fitMultiple", Estimator.fitMultiple)
    assert chosen.validationMetrics == pytest.approx(tuning.fit(rows).validationMetrics, abs=ABS_1E_8)


def test_has_the_metrics_of_pysparks_cross_validator(folds, focal, grid):
    settings = {"estimatorParamMaps": grid, "evaluator": CalibrationEvaluator(), "numFolds": 2, "foldCol": "fold"}
    expected = CrossValidator(estimator=focal, **settings).fit(folds)
    actual = FocalCrossValidator(estimator=focal, **settings).fit(folds)
    assert actual.avgMetrics == pytest.approx(expected.avgMetrics, abs=ABS_1E_8)
    assert actual.stdMetrics == pytest.approx(expected.stdMetrics, abs=ABS_1E_8)
    assert actual.bestModel.getGamma() == expected.bestModel.getGamma()
    assert grid[actual.bestIndex][focal.gamma] == actual.bestModel.getGamma()
    assert actual.transform(folds).columns == expected.transform(folds).columns
    assert (actual.getFoldCol(), actual.getNumFolds(), actual.getEstimator()) == ("fold", 2, focal)
    table = actual.tuningTable().collect()
    assert [row.meanMetric for row in table] == actual.avgMetrics
    assert [row.chosen for row in table].index(True) == actual.bestIndex


@pytest.mark.latest
def test_one_standard_error_takes_the_simplest_candidate(rows, focal):
    maps = ParamGridBuilder().addGrid(focal.regParam, [0.0, 1e-6]).build()
    tuning = FocalCrossValidator(estimator=focal, estimatorParamMaps=maps, evaluator=CalibrationEvaluator())
    assert tuning.setSelection("oneStandardError").fit(rows).bestIndex == 1


def test_a_candidate_that_fails_never_wins_and_says_why(rows, focal):
    maps = [{focal.regParam: 0.01}, {focal.initialModelPath: "/no/such/model"}]
    tuned = FocalCrossValidator(
        estimator=focal, estimatorParamMaps=maps, evaluator=CalibrationEvaluator(), numFolds=2, collectSubModels=True
    ).fit(rows)
    assert math.isnan(tuned.avgMetrics[1]) and tuned.bestIndex == 0
    assert "/no/such/model" in tuned.tuningTable().collect()[1].failure
    assert [[model is None for model in fold] for fold in tuned.subModels] == [[False, True], [False, True]]


@pytest.mark.latest
def test_saves_and_loads_what_was_tuned(tmp_path, rows, focal, grid):
    tuning = FocalCrossValidator(
        estimator=focal,
        estimatorParamMaps=grid,
        evaluator=CalibrationEvaluator(),
        numFolds=2,
        selection="oneStandardError",
    )
    tuning.save(str(tmp_path / "tuning"))
    again = FocalCrossValidator.load(str(tmp_path / "tuning"))
    assert (again.uid, again.getNumFolds(), again.getSelection()) == (tuning.uid, 2, "oneStandardError")
    assert again.getEstimatorParamMaps() == grid
    tuned = again.setCollectSubModels(True).fit(rows)
    tuned.bestModel.setThreshold(0.05)
    tuned.write().overwrite().save(str(tmp_path / "tuned"))
    loaded = FocalCrossValidatorModel.load(str(tmp_path / "tuned"))
    assert (loaded.uid, loaded.avgMetrics, loaded.bestIndex) == (tuned.uid, tuned.avgMetrics, tuned.bestIndex)
    assert len(loaded.subModels) == 2 and len(loaded.subModels[0]) == 4
    assert loaded.bestModel.getThreshold() == 0.05
    assert loaded.transform(rows).collect() == tuned.transform(rows).collect()


@pytest.mark.latest
def test_copies_give_extra_params_to_the_best_model(rows, focal, grid):
    tuned = FocalTrainValidationSplit(
        estimator=focal, estimatorParamMaps=grid, evaluator=CalibrationEvaluator(), collectSubModels=True
    ).fit(rows)
    assert len(tuned.validationMetrics) == len(tuned.subModels) == 4
    copied = tuned.copy({tuned.bestModel.threshold: 0.05})
    assert (copied.bestModel.getThreshold(), tuned.bestModel.getThreshold()) == (0.05, 0.5)
    assert copied.validationMetrics == tuned.validationMetrics
    assert (
        copied.transform(rows).filter("prediction = 1").count() > tuned.transform(rows).filter("prediction = 1").count()
    )


@pytest.mark.latest
def test_a_split_is_saved_and_loaded(tmp_path, rows, focal, grid):
    tuning = FocalTrainValidationSplit(
        estimator=focal, estimatorParamMaps=grid, evaluator=CalibrationEvaluator(), trainRatio=0.6
    )
    tuning.save(str(tmp_path / "tuning"))
    tuned = FocalTrainValidationSplit.load(str(tmp_path / "tuning")).fit(rows)
    tuned.save(str(tmp_path / "tuned"))
    loaded = FocalTrainValidationSplitModel.load(str(tmp_path / "tuned"))
    assert (loaded.validationMetrics, loaded.getTrainRatio()) == (tuned.validationMetrics, 0.6)


@pytest.mark.latest
def test_tunes_pipelines_and_sparks_own_estimators(rows):
    own = LogisticRegression(featuresCol="assembled")
    pipeline = Pipeline(stages=[VectorAssembler(inputCols=["a", "b"], outputCol="assembled"), own])
    tuned = FocalCrossValidator(
        estimator=pipeline,
        estimatorParamMaps=ParamGridBuilder().addGrid(own.regParam, [0.0, 10.0]).build(),
        evaluator=BinaryClassificationEvaluator(metricName="areaUnderPR"),
        numFolds=2,
        parallelism=2,
    ).fit(rows)
    assert type(tuned.bestModel).__name__ == "PipelineModel"
    assert len(tuned.avgMetrics) == 2


class _Constant(Transformer):
    def _transform(self, dataset):
        return dataset.withColumn("probability", F.lit(0.5))


class _PythonEvaluator(Evaluator):
    def _evaluate(self, dataset):
        return 0.0


def test_says_what_cannot_run_on_the_jvm(rows, focal, grid):
    tuning = FocalCrossValidator(estimator=focal, estimatorParamMaps=grid)
    with pytest.raises(ValueError, match="evaluator must be set before FocalCrossValidator can fit or be saved"):
        tuning.fit(rows)
    with pytest.raises(
        ValueError, match=r"is of Python alone. Use CrossValidator or TrainValidationSplit of pyspark.ml"
    ):
        tuning.setEvaluator(_PythonEvaluator()).fit(rows)
    pipeline = Pipeline(stages=[_Constant(), focal])
    with pytest.raises(ValueError, match="is of Python alone"):
        FocalTrainValidationSplit(estimator=pipeline, estimatorParamMaps=grid, evaluator=CalibrationEvaluator()).fit(
            rows
        )
