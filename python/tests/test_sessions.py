"""The stages in both kinds of sessions.

What is marked ``connect`` also runs through a Spark Connect server, whose list of classes and methods names Spark's
own: it lets a client fit, transform, evaluate, save and load our stages, call what a class of Spark's has that ours
extends, and no method that is ours alone. Unmarked tests call such methods. ``test_connect.py`` has what they say in
Connect instead.
"""

from __future__ import annotations

import math

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression, OneVsRest, OneVsRestModel
from pyspark.ml.evaluation import BinaryClassificationEvaluator, MultilabelClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.linalg import DenseMatrix, Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder

from focalspark import (
    CalibrationEvaluator,
    FocalLogisticRegression,
    FocalLogisticRegressionModel,
    FocalLossEvaluator,
    FocalMultilabelClassificationModel,
    FocalMultilabelClassifier,
)

POINT = Vectors.dense([0.3, -0.7, 1.1])
# Both solvers stop within tol of the optimum.
ABS_1E_6 = 1e-6
# The same numbers by another order of operations.
ABS_1E_12 = 1e-12


@pytest.fixture(scope="module")
def model(rows):
    return FocalLogisticRegression(gamma=1.5, regParam=0.01).fit(rows)


@pytest.fixture(scope="module")
def tags(rows):
    return FocalMultilabelClassifier(labelCol="tags", gammaNegative=3.0).fit(rows)


@pytest.fixture(scope="module")
def plain(rows):
    """Ours with gamma 0, and Spark's own."""
    return (
        FocalLogisticRegression(gamma=0.0, regParam=0.01, tol=1e-10).fit(rows),
        LogisticRegression(regParam=0.01, tol=1e-10).fit(rows),
    )


def probabilities(model, rows, column="probability"):
    return [row[column].toArray().tolist() for row in model.transform(rows).select(column).collect()]


@pytest.mark.connect
def test_fits_as_sparks_own_where_gamma_is_0(rows, plain):
    actual, expected = plain
    assert (actual.numClasses, actual.numFeatures) == (2, 3)
    assert actual.predict(POINT) == expected.predict(POINT)
    for method in ["predictRaw", "predictProbability"]:
        assert list(getattr(actual, method)(POINT)) == pytest.approx(
            list(getattr(expected, method)(POINT)), abs=ABS_1E_6
        )
    for metric in ["accuracy", "areaUnderROC", "weightedRecall"]:
        assert getattr(actual.summary, metric) == pytest.approx(getattr(expected.summary, metric), abs=ABS_1E_6)
    assert actual.summary.objectiveHistory == pytest.approx(expected.summary.objectiveHistory, abs=ABS_1E_6)
    assert actual.summary.roc.count() == expected.summary.roc.count()


@pytest.mark.connect
def test_fits_three_classes(rows):
    model = FocalLogisticRegression(labelCol="kind", gammas=[0.5, 1.0, 2.0]).fit(rows)
    assert model.numClasses == 3
    assert sum(model.predictProbability(POINT)) == pytest.approx(1.0, abs=ABS_1E_12)
    assert model.summary.accuracy > 0.6
    assert len(model.summary.recallByLabel) == 3


@pytest.mark.connect
def test_transforms_with_the_params_that_are_set_on_the_model(rows, model):
    low = model.copy().setThreshold(0.2).setProbabilityCol("p").transform(rows)
    assert low.columns == [*rows.columns, "rawPrediction", "p", "prediction"]
    for row in low.collect():
        assert row.prediction == float(row.p[1] > 0.2)


@pytest.mark.connect
def test_a_threshold_and_thresholds_clear_each_other(rows, model):
    for stage in [FocalLogisticRegression(), model.copy(), FocalMultilabelClassifier()]:
        stage.setThresholds([0.9, 0.1])
        assert stage.isSet("thresholds") and not stage.isSet("threshold")
        stage.setThreshold(0.25)
        assert stage.isSet("threshold") and not stage.isSet("thresholds")
        assert stage.getThreshold() == 0.25
    changed = model.copy().setThresholds([0.9, 0.1]).setThreshold(0.999).transform(rows)
    assert changed.filter("prediction = 1").count() < model.transform(rows).filter("prediction = 1").count()


@pytest.mark.connect
def test_target_priors_move_probabilities_by_bayes_rule(rows, plain):
    moved = plain[0].copy().setCalibration("posterior").setTargetPrior([0.5, 0.5])
    prior = rows.filter("label = 1").count() / rows.count()
    for (_, p), (_, q) in zip(probabilities(plain[0], rows)[:50], probabilities(moved, rows)):
        positive, negative = p * 0.5 / prior, (1 - p) * 0.5 / (1 - prior)
        assert q == pytest.approx(positive / (positive + negative), abs=ABS_1E_12)


@pytest.mark.connect
def test_saves_and_loads_models_and_estimators(tmp_path, rows, model):
    path = str(tmp_path / "model")
    model.save(path)
    with pytest.raises(Exception, match="already exists"):
        model.save(path)
    model.write().overwrite().save(path)
    loaded = FocalLogisticRegressionModel.load(path)
    assert type(loaded) is FocalLogisticRegressionModel
    assert loaded.uid == model.uid
    assert loaded.getGamma() == 1.5
    assert probabilities(loaded, rows) == probabilities(model, rows)
    estimator = FocalLogisticRegression(gamma=3.0, thresholds=[0.7, 0.3])
    estimator.save(str(tmp_path / "estimator"))
    again = FocalLogisticRegression.load(str(tmp_path / "estimator"))
    assert (again.getGamma(), again.getThresholds(), again.uid) == (3.0, [0.7, 0.3], estimator.uid)


@pytest.mark.connect
@pytest.mark.usefixtures("passes_messages")
def test_a_loaded_model_has_no_summary(tmp_path, model):
    model.save(str(tmp_path / "model"))
    loaded = FocalLogisticRegressionModel.load(str(tmp_path / "model"))
    assert model.hasSummary and not loaded.hasSummary
    with pytest.raises(Exception, match=r"[Nn]o training summary"):
        _ = loaded.summary


@pytest.mark.connect
def test_a_saved_model_gives_its_coefficients(tmp_path, spark, plain):
    actual, expected = plain
    actual.save(str(tmp_path / "model"))
    saved = spark.read.parquet(str(tmp_path / "model" / "data")).first()
    # By margins, since a Connect client cannot ask Spark's model of another server version for more than this.
    origin = expected.predictRaw(Vectors.dense([0.0, 0.0, 0.0]))[1]
    first = expected.predictRaw(Vectors.dense([1.0, 0.0, 0.0]))[1] - origin
    assert saved.interceptVector[0] == pytest.approx(origin, abs=ABS_1E_6)
    assert saved.coefficientMatrix.toArray()[0][0] == pytest.approx(first, abs=ABS_1E_6)


@pytest.mark.connect
def test_fits_transforms_saves_and_loads_tags(tmp_path, rows, tags):
    path = str(tmp_path / "tags")
    tags.save(path)
    loaded = FocalMultilabelClassificationModel.load(path)
    assert probabilities(loaded, rows) == probabilities(tags, rows)
    assert tags.summary.totalIterations == len(tags.summary.objectiveHistory) - 1
    for row in tags.copy().setThresholds([0.2, 0.5, 0.9]).transform(rows).collect()[:50]:
        above = [float(p > limit) for p, limit in zip(row.probability, [0.2, 0.5, 0.9])]
        assert list(row.prediction) == above
        assert row.predictedLabels == [float(k) for k in range(3) if above[k]]


@pytest.mark.connect
@pytest.mark.parametrize("estimator, label", [(FocalLogisticRegression, "label"), (FocalMultilabelClassifier, "tags")])
def test_pipelines_fit_save_and_load(tmp_path, rows, estimator, label):
    assembler = VectorAssembler(inputCols=["a", "b", "c"], outputCol="assembled")
    pipeline = Pipeline(stages=[assembler, estimator(labelCol=label, featuresCol="assembled", gamma=1.0)])
    pipeline.save(str(tmp_path / "untrained"))
    fitted = Pipeline.load(str(tmp_path / "untrained")).fit(rows)
    fitted.save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    assert type(loaded.stages[1]) is type(fitted.stages[1])
    assert loaded.stages[1].getGamma() == 1.0
    assert probabilities(loaded, rows) == probabilities(fitted, rows)


@pytest.mark.connect
def test_pysparks_cross_validation_chooses_among_gammas(tmp_path, rows):
    estimator = FocalLogisticRegression()
    grid = ParamGridBuilder().addGrid(estimator.gamma, [0.0, 2.0]).build()
    for evaluator in [CalibrationEvaluator(), FocalLossEvaluator(), BinaryClassificationEvaluator()]:
        chosen = CrossValidator(
            estimator=estimator, estimatorParamMaps=grid, evaluator=evaluator, numFolds=2, seed=1
        ).fit(rows)
        assert len(chosen.avgMetrics) == 2
        assert chosen.bestModel.numFeatures == 3
        best = (max if evaluator.isLargerBetter() else min)(chosen.avgMetrics)
        assert chosen.bestModel.getGamma() == [0.0, 2.0][chosen.avgMetrics.index(best)]
    chosen.save(str(tmp_path / "chosen"))
    loaded = CrossValidatorModel.load(str(tmp_path / "chosen"))
    assert loaded.avgMetrics == chosen.avgMetrics
    assert probabilities(loaded, rows) == probabilities(chosen, rows)


@pytest.mark.connect
def test_evaluates(rows, model):
    scored = model.transform(rows)
    pairs = [(row.probability[1], row.label) for row in scored.select("probability", "label").collect()]
    losses = [-math.log(p if label == 1.0 else 1 - p) for p, label in pairs]
    assert CalibrationEvaluator().evaluate(scored) == pytest.approx(sum(losses) / len(losses), abs=ABS_1E_6)
    brier = sum((p - label) ** 2 for p, label in pairs) / len(pairs)
    assert CalibrationEvaluator(metricName="brier").evaluate(scored) == pytest.approx(brier, abs=ABS_1E_12)
    margins = [(row.rawPrediction[1], row.label) for row in scored.select("rawPrediction", "label").collect()]
    focal = sum((1 - p) ** 2 * -math.log(p) for p in (1 / (1 + math.exp(-m if y else m)) for m, y in margins))
    assert FocalLossEvaluator(gamma=2).evaluate(scored) == pytest.approx(focal / len(margins), abs=ABS_1E_12)
    assert not FocalLossEvaluator().isLargerBetter()


@pytest.mark.connect
def test_takes_bounds_as_matrix_and_vector(rows):
    model = FocalLogisticRegression(
        upperBoundsOnCoefficients=DenseMatrix(1, 3, [0.5, math.inf, math.inf]),
        lowerBoundsOnIntercepts=Vectors.dense([0.25]),
    ).fit(rows)
    origin = model.predictRaw(Vectors.dense([0.0, 0.0, 0.0]))[1]
    assert origin >= 0.25
    # Both bounds are active: a free fit has a larger coefficient and a negative intercept.
    assert origin == pytest.approx(0.25, abs=ABS_1E_6)
    assert model.predictRaw(Vectors.dense([1.0, 0.0, 0.0]))[1] - origin == pytest.approx(0.5, abs=ABS_1E_6)


@pytest.mark.latest
@pytest.mark.connect
def test_starts_from_a_saved_model(tmp_path, rows, model):
    model.save(str(tmp_path / "model"))
    estimator = FocalLogisticRegression(gamma=1.5, regParam=0.01, initialModelPath=str(tmp_path / "model"))
    assert estimator.fit(rows).summary.totalIterations < model.summary.totalIterations


@pytest.mark.connect
def test_bad_params_and_bad_rows_are_refused_in_their_own_words(rows):
    with pytest.raises(Exception, match=r"gamma must be >= 0 and finite, but was -1.0\."):
        FocalLogisticRegression(gamma=-1.0).fit(rows)
    with pytest.raises(Exception, match="Labels MUST be Integers, but got"):
        FocalLogisticRegression(labelCol="a").fit(rows)
    with pytest.raises(TypeError, match="gamma"):
        FocalLogisticRegression(gamma="two")
    with pytest.raises(TypeError, match="focus"):
        FocalLogisticRegression(focus=2.0)
    with pytest.raises(TypeError, match="keyword arguments"):
        FocalLogisticRegression("features")


@pytest.mark.connect
@pytest.mark.usefixtures("passes_messages")
def test_errors_of_load_and_predict_arrive_in_their_own_words(tmp_path, model):
    with pytest.raises(Exception, match=r"does not exist. Load the folder that the model was saved to."):
        FocalLogisticRegressionModel.load(str(tmp_path / "none"))
    with pytest.raises(Exception, match="must hold vectors of size 3, as in training, but found one of size 1"):
        model.predict(Vectors.dense([1.0]))


def test_coefficients_are_sparks_own_where_gamma_is_0(plain):
    actual, expected = plain
    assert list(actual.coefficients) == pytest.approx(list(expected.coefficients), abs=ABS_1E_6)
    assert actual.intercept == pytest.approx(expected.intercept, abs=ABS_1E_6)
    assert actual.coefficientMatrix.toArray()[0] == pytest.approx(expected.coefficientMatrix.toArray()[0], abs=ABS_1E_6)
    assert list(actual.interceptVector) == pytest.approx(list(expected.interceptVector), abs=ABS_1E_6)


def test_coefficients_have_the_names_of_vector_assembler(rows):
    assembled = VectorAssembler(inputCols=["c", "a"], outputCol="assembled").transform(rows)
    model = FocalLogisticRegression(featuresCol="assembled").fit(assembled)
    assert model.featureNames == ["c", "a"]
    table = model.coefficientsByName().collect()
    assert [(row["class"], row.featureIndex, row.feature) for row in table] == [
        (1, None, "(Intercept)"),
        (1, 0, "c"),
        (1, 1, "a"),
    ]
    assert [row.coefficient for row in table] == [model.intercept, *model.coefficients]


def test_what_spark_has_no_summary_for(rows, model):
    summary = model.summary
    assert summary.converged is True
    assert "converged" in summary.convergenceReason
    assert 0.0 <= summary.gradientNorm < 1e-4
    assert 0.0 <= summary.nonConvexShare < 0.2
    table = summary.reliability().collect()
    assert sum(row.rows for row in table) == rows.count()
    assert FocalLogisticRegression(maxIter=1).fit(rows).summary.converged is False


def test_evaluates_other_rows_with_the_threshold_that_is_set_in_python(rows, model):
    held = rows.limit(100)
    low = model.copy().setThreshold(0.2)
    scored = low.transform(held)
    right = scored.filter("prediction = label").count()
    assert low.evaluate(held).accuracy == right / 100
    assert low.evaluate(held).areaUnderROC == pytest.approx(
        BinaryClassificationEvaluator().evaluate(scored), abs=ABS_1E_6
    )
    vector = next(row for row in scored.collect() if 0.2 < row.probability[1] < 0.5).features
    assert (model.predict(vector), low.predict(vector)) == (0.0, 1.0)


def test_becomes_a_model_of_sparks(rows, model):
    spark_model = model.toSpark()
    assert type(spark_model).__module__ == "pyspark.ml.classification"
    assert list(spark_model.coefficients) == list(model.coefficients)
    assert [r.prediction for r in spark_model.transform(rows).collect()] == [
        r.prediction for r in model.transform(rows).collect()
    ]


def test_starts_from_a_model(rows, model, plain):
    estimator = FocalLogisticRegression(gamma=1.5, regParam=0.01)
    assert estimator.setInitialModel(model) is estimator
    assert estimator.copy().fit(rows).summary.totalIterations < model.summary.totalIterations
    plain_start = FocalLogisticRegression(gamma=0.0, regParam=0.01).setInitialModel(plain[1])
    assert plain_start.fit(rows).summary.totalIterations <= 1
    with pytest.raises(TypeError, match="must be a FocalLogisticRegressionModel or Spark's LogisticRegressionModel"):
        estimator.setInitialModel(estimator)


@pytest.mark.latest
def test_serves_sparks_one_vs_rest(tmp_path, rows):
    fitted = OneVsRest(classifier=FocalLogisticRegression(gamma=1.0), labelCol="kind").fit(rows)
    assert [model.getGamma() for model in fitted.models] == [1.0, 1.0, 1.0]
    fitted.save(str(tmp_path / "rest"))
    loaded = OneVsRestModel.load(str(tmp_path / "rest"))
    assert [type(model) for model in loaded.models] == [FocalLogisticRegressionModel] * 3
    assert loaded.transform(rows).filter("prediction = kind").count() > 240


def test_what_a_model_cannot_do_is_said_without_a_stack_trace(rows):
    model = FocalLogisticRegression(labelCol="kind", maxIter=2).fit(rows)
    with pytest.raises(Exception, match="coefficientMatrix") as caught:
        _ = model.coefficients
    assert "\tat " not in str(caught.value) and "An error occurred" not in str(caught.value)


def test_class_priors_are_the_base_rates(rows, model):
    share = rows.filter("label = 1").count() / rows.count()
    assert list(model.classPriors) == pytest.approx([1 - share, share], abs=ABS_1E_12)


def test_tags_have_attributes_and_predict(rows, tags):
    assert (tags.numLabels, tags.numFeatures) == (3, 3)
    assert tags.coefficientMatrix.toArray().shape == (3, 3)
    assert len(tags.interceptVector) == len(tags.labelPriors) == 3
    assert tags.featureNames == []
    assert tags.coefficientsByName().count() == 12
    assert tags.summary.converged is True
    first = tags.transform(rows).first()
    for method, column in {
        "predictRaw": "rawPrediction",
        "predictProbability": "probability",
        "predict": "prediction",
    }.items():
        assert list(getattr(tags, method)(first.features)) == list(first[column])


def test_label_sets_are_what_sparks_evaluator_takes(rows, tags):
    scored = tags.transform(rows.withColumn("label", FocalMultilabelClassifier.labelSet(rows.tags)))
    for row in scored.select("tags", "label").take(20):
        assert row.label == [float(k) for k in range(3) if row.tags[k] == 1.0]
    pairs = [(set(row.label), set(row.predictedLabels)) for row in scored.collect()]
    sizes = sum(len(actual) + len(predicted) for actual, predicted in pairs)
    f1 = 2 * sum(len(actual & predicted) for actual, predicted in pairs) / sizes
    evaluator = MultilabelClassificationEvaluator(predictionCol="predictedLabels", metricName="microF1Measure")
    assert evaluator.evaluate(scored) == pytest.approx(f1, abs=ABS_1E_12)


@pytest.mark.latest
def test_losses_are_those_of_the_mean(rows, model):
    scored = model.transform(rows)
    evaluator = FocalLossEvaluator(gamma=1, lossCol="each")
    each = [row.each for row in evaluator.losses(scored).select("each").collect()]
    assert sum(each) == pytest.approx(evaluator.columnLosses(scored)[0], abs=ABS_1E_6)
    assert sum(each) / len(each) == pytest.approx(evaluator.evaluate(scored), abs=ABS_1E_12)


@pytest.mark.latest
def test_the_reliability_table_gives_the_calibration_error(rows, model):
    evaluator = CalibrationEvaluator(metricName="ece", numBins=5)
    table = evaluator.reliability(model.transform(rows)).collect()
    assert [row.bin for row in table] == list(range(5))
    gap = sum(row.weight * abs(row.meanPredicted - row.observed) for row in table) / rows.count()
    assert evaluator.evaluate(model.transform(rows)) == pytest.approx(gap, abs=ABS_1E_12)
