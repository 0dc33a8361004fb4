"""TableVectorizer, which stands in every pipeline that the training job saves."""

from __future__ import annotations

import pytest
from pyspark.ml import PipelineModel

from focalspark import TableVectorizer


def vectorizer(**params):
    given = {
        "numericCols": ["x"],
        "fillValues": [0.5],
        "categoricalCols": ["c"],
        "levels": ["a"],
        "numLevels": [1],
    }
    return TableVectorizer(**{**given, **params})


@pytest.fixture()
def table(spark):
    return spark.createDataFrame([(2.0, "a"), (None, "b")], "x double, c string")


def features(stage, table):
    return [row.features.toArray().tolist() for row in stage.transform(table).collect()]


@pytest.mark.connect
def test_columns_become_vectors(table):
    assert features(vectorizer(), table) == [[2.0, 1.0], [0.5, 0.0]]


@pytest.mark.connect
def test_there_may_be_columns_of_one_kind_only(table):
    assert TableVectorizer().getFillValues() == []
    assert features(vectorizer(numericCols=[], fillValues=[]), table) == [[1.0], [0.0]]
    assert features(vectorizer(categoricalCols=[], levels=[], numLevels=[]), table) == [[2.0], [0.5]]


def test_a_saved_pipeline_is_loaded(table, tmp_path):
    path = str(tmp_path / "model")
    PipelineModel([vectorizer()]).save(path)

    stage = PipelineModel.load(path).stages[0]

    assert isinstance(stage, TableVectorizer)
    assert stage.getLevels() == ["a"]
    assert features(stage, table) == [[2.0, 1.0], [0.5, 0.0]]


def test_what_cannot_be_used_is_counted(table):
    rows = {row.column: row for row in vectorizer().tally(table).collect()}

    assert (rows["x"].missing, rows["c"].unseen, rows["c"].examples) == (1, 1, ["b"])


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"numericCols": "x"}, "numericCols must be a list of str"),
        ({"levels": [None]}, "levels must be a list of str"),
        ({"numLevels": [1.5]}, "numLevels must be a list of whole numbers"),
        ({"fillValues": ["0"]}, "fillValues must be a list"),
    ],
)
def test_wrong_values_are_refused(spark, params, words):
    with pytest.raises(TypeError, match=words):
        vectorizer(**params)
