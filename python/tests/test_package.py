"""What is installed: version, jars, and what is said where the jar or a session is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

import focalspark
from focalspark import _jars, _spark

ROOT = Path(__file__).resolve().parents[2]
POM = (ROOT / "pom.xml").read_text()
POM_VERSION = re.search(r"<artifactId>focalspark_[^<]*</artifactId>\s*<version>([^<]+)</version>", POM)[1]


def run(code):
    """A fresh interpreter, whose Spark settings are those of nobody."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_has_the_version_of_the_pom():
    assert focalspark.__version__ == POM_VERSION.replace("-SNAPSHOT", ".dev0")
    assert focalspark.maven_coordinate("2.13") == f"org.focalspark:focalspark_2.13:{POM_VERSION}"


#: That of Scala 2.12 only where it was built, as CI does and a release must.
BUILT = {
    scala: jar
    for scala, folder in {"2.13": "target", "2.12": "target/scala-2.12"}.items()
    for jar in (ROOT / folder).glob(f"focalspark_{scala}-{POM_VERSION}.jar")
}


@pytest.mark.latest
def test_carries_the_jars_that_maven_built():
    assert "2.13" in BUILT
    assert sorted(_jars._jars()) == sorted(BUILT)
    for scala, built in BUILT.items():
        jar = Path(focalspark.jar_path(scala))
        assert jar.read_bytes() == built.read_bytes()
        assert "org/focalspark/classification/FocalLogisticRegression.class" in zipfile.ZipFile(jar).namelist()


@pytest.fixture
def both_jars(monkeypatch, tmp_path):
    """An installation with jars of both Scala versions; the jar of the other version has the classes of this one."""
    for scala in ["2.12", "2.13"]:
        shutil.copy(focalspark.jar_path(), tmp_path / f"focalspark_{scala}-{POM_VERSION}.jar")
    monkeypatch.setattr(_jars, "_FOLDER", tmp_path)
    return tmp_path


def test_chooses_the_jar_by_the_spark_that_will_run(monkeypatch, tmp_path, both_jars):
    for scala in ["2.12", "2.13"]:
        (tmp_path / scala / "jars").mkdir(parents=True)
        (tmp_path / scala / "jars" / f"scala-library-{scala}.18.jar").touch()
        monkeypatch.setenv("SPARK_HOME", str(tmp_path / scala))
        assert f"focalspark_{scala}-" in focalspark.jar_path()
        assert f"focalspark_{scala}:" in focalspark.maven_coordinate()


def test_says_which_jar_fits_where_that_of_another_scala_is_on_the_class_path(both_jars):
    scala = _jars.scala_version()
    other = "2.12" if scala == "2.13" else "2.13"
    said = run(
        "import focalspark\n"
        "from pyspark.sql import SparkSession\n"
        f"session = SparkSession.builder.master('local[1]').config('spark.jars', {focalspark.jar_path(other)!r})\n"
        "spark = session.config('spark.ui.enabled', False).getOrCreate()\n"
        "focalspark.FocalLogisticRegression()\n"
    )
    assert f"is for Scala {other}, but Spark {_jars.pyspark.__version__} here runs on Scala {scala}." in said
    assert f"focalspark.jar_path('{scala}')" in said


def test_knows_the_scala_of_a_jar_by_its_name():
    assert _jars.jar_scala("file:/tmp/spark-1/focalspark_2.12-1.1.0-SNAPSHOT.jar") == "2.12"
    assert _jars.jar_scala("file:/jars/org.focalspark_focalspark_2.13-1.0.0.jar") == "2.13"
    assert _jars.jar_scala("file:/tmp/classes/") is None
    assert _jars.jar_scala("file:/tmp/our.jar") is None


@pytest.mark.parametrize("spark, scala", [("3.5.6", "2.12"), ("4.1.0", "2.13")])
def test_goes_by_pyspark_where_no_jars_tell(monkeypatch, tmp_path, spark, scala):
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    monkeypatch.setattr(_jars.pyspark, "__version__", spark)
    assert focalspark.maven_coordinate().startswith(f"org.focalspark:focalspark_{scala}:")


def test_says_which_jars_there_are(monkeypatch, tmp_path, both_jars):
    with pytest.raises(FileNotFoundError, match=r"has no jar for Scala 2.11 \(it has: 2.12, 2.13\)"):
        focalspark.jar_path("2.11")
    monkeypatch.setattr(_jars, "_FOLDER", tmp_path / "none")
    with pytest.raises(FileNotFoundError, match=r"it has: none.*spark.jars.packages"):
        focalspark.jar_path("2.13")


@pytest.mark.latest
def test_says_that_there_is_no_session():
    answer = run("import focalspark; focalspark.FocalLogisticRegression()")
    assert "RuntimeError: There is no Spark session. Start one with the jar" in answer


@pytest.mark.latest
def test_says_that_the_jar_is_missing():
    answer = run(
        """
import focalspark
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
for action in [focalspark.FocalMultilabelClassifier, lambda: focalspark.FocalLogisticRegressionModel.load("model")]:
    try:
        action()
    except RuntimeError as error:
        print(error)
"""
    )
    assert (
        answer.count("The jar of focalspark is not on the class path of this Spark session. Start one with the jar")
        == 2
    )


@pytest.mark.latest
def test_says_that_the_jar_of_a_connect_server_is_missing(tmp_path):
    answer = run(
        f"""
import focalspark, os
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession
os.environ["SPARK_TESTING"] = "1"  # a free port
spark = SparkSession.builder.remote("local[1]").config("spark.ui.enabled", "false").getOrCreate()
rows = spark.createDataFrame([(float(i % 2), Vectors.dense([1.0 * i])) for i in range(9)], ["label", "features"])
scored = LogisticRegression(maxIter=1).fit(rows).transform(rows)
for action in [
    lambda: focalspark.FocalLogisticRegression().fit(rows),
    lambda: focalspark.FocalLogisticRegression().fit(rows, [{{}}]),
    lambda: focalspark.FocalMultilabelClassifier().fit(rows),
    lambda: focalspark.CalibrationEvaluator().evaluate(scored),
    lambda: focalspark.FocalLogisticRegression().save("{tmp_path}/estimator"),
    lambda: focalspark.FocalLogisticRegression().write().overwrite().save("{tmp_path}/estimator"),
    lambda: focalspark.FocalLogisticRegression.load("{tmp_path}/estimator"),
    lambda: focalspark.FocalLogisticRegressionModel.load("{tmp_path}/model"),
    lambda: focalspark.FocalLossEvaluator.load("{tmp_path}/evaluator"),
]:
    try:
        action()
    except Exception as error:
        print("told:", type(error).__name__, error.__cause__, str(error))
"""
    )
    told = [line for line in answer.splitlines() if line.startswith("told:")]
    assert len(told) == 9, answer
    for line in told:
        assert line.startswith("told: RuntimeError None The Spark Connect server does not know focalspark. The jar")
        assert "sbin/start-connect-server.sh --jars" in line


def test_says_that_connect_has_no_machine_learning_before_spark_4(monkeypatch):
    monkeypatch.setattr(_spark, "is_connect", lambda: True)
    monkeypatch.setattr(_spark.pyspark, "__version__", "3.5.6")
    with pytest.raises(RuntimeError, match=r"Spark 3.5.6 has no machine learning in Spark Connect. Use Spark 4"):
        _spark.require_jar()


def test_is_typed():
    assert (files("focalspark") / "py.typed").is_file()
    import org.focalspark

    assert (Path(org.focalspark.__file__).parent / "py.typed").is_file()
    assert not hasattr(__import__("org"), "__file__") or __import__("org").__file__ is None
