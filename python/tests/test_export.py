"""Models for other engines, whose numbers src/test/reference checks, and saving that loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from conftest import SETTINGS
from pyspark.ml import Pipeline, PipelineModel, Transformer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import VectorAssembler

import focalspark
from focalspark import FocalLogisticRegression, FocalMultilabelClassifier, ModelExport, ReplacingWriter, _jars

TARGET = Path(__file__).resolve().parents[2] / "target"
PMML = "{http://www.dmg.org/PMML-4_4}"
# An ONNX file begins with field 1, its version: 7.
ONNX_HEAD = b"\x08\x07"

WITH_ONNX = """
import json, sys
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local[1]")
for key, value in json.loads(sys.argv[1]).items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
from focalspark import FocalLogisticRegressionModel, ModelExport
export = ModelExport.of(FocalLogisticRegressionModel.load(sys.argv[2] + "/model"))
export.inDoublePrecision().writeOnnx(sys.argv[2] + "/double.onnx")
sys.stdout.buffer.write(export.onnx())
"""


@pytest.fixture(scope="module")
def model(rows):
    return FocalLogisticRegression(gamma=0.0).fit(rows)


def numbers(document):
    """Coefficients and intercept of the table of class 1."""
    tables = ElementTree.fromstring(document).iter(f"{PMML}RegressionTable")
    table = next(table for table in tables if table.get("targetCategory") == "1")
    terms = [float(term.get("coefficient")) for term in table.iter(f"{PMML}NumericPredictor")]
    return terms, float(table.get("intercept"))


def test_pmml_has_the_numbers_of_the_model(tmp_path, model):
    export = ModelExport.of(model)
    assert numbers(export.pmml()) == (list(model.coefficients), model.intercept)
    export.writePmml(str(tmp_path / "model.pmml"))
    assert (tmp_path / "model.pmml").read_bytes() == export.pmml()


def test_exports_what_is_set_in_python(rows):
    model = FocalLogisticRegression(gamma=2.0).fit(rows)
    calibrated = ModelExport.of(model).pmml()
    assert b"MiningModel" in calibrated
    assert b"MiningModel" not in ModelExport.of(model.setCalibration("none")).pmml()
    assert ModelExport.of(model.setCalibration("focal")).pmml() == calibrated


def test_says_what_onnx_needs(model):
    with pytest.raises(RuntimeError, match=r"org\.tribuo:tribuo-util-onnx"):
        ModelExport.of(model).onnx()


def test_writes_onnx_by_the_application_jar(tmp_path, model):
    if _jars.jar_scala(focalspark.jar_path()) != "2.13":
        pytest.skip("the application jar in target is for Scala 2.13")
    jar = TARGET / f"focalspark_2.13-{_jars.maven_version()}-app.jar"
    assert jar.is_file()
    model.save(str(tmp_path / "model"))
    done = subprocess.run(
        [sys.executable, "-c", WITH_ONNX, json.dumps({**SETTINGS, "spark.jars": str(jar)}), str(tmp_path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(ONNX_HEAD)
    doubles = (tmp_path / "double.onnx").read_bytes()
    assert doubles.startswith(ONNX_HEAD)
    assert doubles != done.stdout


def test_refuses_what_is_no_model_of_ours(rows, model):
    with pytest.raises(TypeError, match=r"was a PipelineModel\..*stages\[-1\]"):
        ModelExport.of(PipelineModel([model]))
    with pytest.raises(TypeError, match="was a LogisticRegressionModel"):
        ModelExport.of(LogisticRegression().fit(rows))


def test_a_multilabel_model_has_no_pmml(rows):
    with pytest.raises(RuntimeError, match="Write ONNX"):
        ModelExport.of(FocalMultilabelClassifier(labelCol="tags").fit(rows)).pmml()


class Shouting(Transformer):
    """A stage of Python alone."""

    def _transform(self, dataset):
        return dataset


def test_a_pipeline_replaces_the_one_before(tmp_path, rows):
    path = str(tmp_path / "pipeline")
    assembler = VectorAssembler(inputCols=["a", "b", "c"], outputCol="assembled")
    fitted = [
        Pipeline(
            stages=[assembler, Pipeline(stages=[FocalLogisticRegression(featuresCol="assembled", gamma=gamma)])]
        ).fit(rows)
        for gamma in [0.0, 2.0]
    ]
    ReplacingWriter.of(fitted[0]).save(path)
    writer = ReplacingWriter.of(fitted[1])
    assert writer._jwrite.getClass().getName() == "org.focalspark.saving.ReplacingWriter"
    with pytest.raises(Exception, match="already exists"):
        writer.save(path)
    writer.overwrite().save(path)
    assert PipelineModel.load(path).stages[1].stages[0].coefficients == fitted[1].stages[1].stages[0].coefficients
    assert [entry.name for entry in tmp_path.iterdir()] == ["pipeline"]


def test_saves_no_stage_of_python_alone(model):
    for stage in [Shouting(), PipelineModel([PipelineModel([Shouting()]), model])]:
        with pytest.raises(TypeError, match=r"known to the JVM.*Shouting"):
            ReplacingWriter.of(stage)
