"""A Spark Connect server of PySpark's own jars with the jar of this project, and the client's session."""

import os
import random
from pathlib import Path

import pytest
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def spark():
    jars = [p for p in ROOT.glob("target/focalspark_2.13-*.jar") if not p.name.endswith("-app.jar")]
    assert len(jars) == 1, f"expected one library jar in target, but found {jars}: run ./mvnw package"
    os.environ.pop("SPARK_HOME", None)  # another Spark than PySpark's own
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_TESTING"] = "1"  # a free port
    builder = SparkSession.builder.remote("local[2]")
    for key, value in {
        "spark.jars": str(jars[0]),
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        # Room for about ten models.
        "spark.connect.session.connectML.mlCache.memoryControl.maxInMemorySize": "128k",
        "spark.sql.warehouse.dir": str(ROOT / "target/spark-warehouse"),
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="session")
def rows(spark):
    """400 generated rows with a label of two classes, one of three and one of three tags, which noisy margins decide."""
    draw = random.Random(20171)
    data = []
    for _ in range(400):
        x = [draw.uniform(-1.5, 1.5) for _ in range(3)]
        margin = 2.0 * x[0] - x[1] - 1.0 + draw.gauss(0, 1)
        other = x[2] + draw.gauss(0, 1)
        label = float(margin > 0)
        kind = 2.0 if label == 0 and other > 1 else label
        tags = Vectors.dense([label, float(other > 0), float(margin > other)])
        data.append((label, kind, tags, *x, Vectors.dense(x)))
    return spark.createDataFrame(data, ["label", "kind", "tags", "a", "b", "c", "features"]).coalesce(1)
