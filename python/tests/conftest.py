"""A session of the kind that is asked for, and rows to fit.

``pytest`` runs everything in a session without Connect. ``pytest --connect`` runs what is marked ``connect`` once more,
and what is marked ``connect_only``, through a Spark Connect server that PySpark starts itself. What is marked
``client`` needs ``--client PYTHON``, too: it calls that server from an environment with ``pyspark-client`` alone.
"""

from __future__ import annotations

import os
import random

import pyspark
import pytest
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession

import focalspark
from focalspark import FocalLogisticRegression, FocalMultilabelClassifier

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}
CONNECT_SETTINGS = {
    # Room for about ten models, so that the server moves some to its disk.
    "spark.connect.session.connectML.mlCache.memoryControl.maxInMemorySize": "128k",
}


def pytest_addoption(parser):
    parser.addoption("--connect", action="store_true", help="run the Connect subset in a session of Spark Connect")
    parser.addoption("--client", help="Python of an environment that has pyspark-client in place of pyspark")


def pytest_collection_modifyitems(config, items):
    connect = config.getoption("--connect")
    wrong = [
        item
        for item in items
        if (item.get_closest_marker("client") and not config.getoption("--client"))
        or (connect and not (item.get_closest_marker("connect") or item.get_closest_marker("connect_only")))
        or (not connect and item.get_closest_marker("connect_only"))
    ]
    config.hook.pytest_deselected(items=wrong)
    items[:] = [item for item in items if item not in wrong]


@pytest.fixture(scope="session")
def spark(request, tmp_path_factory):
    os.environ.pop("SPARK_HOME", None)  # another Spark than PySpark's own
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    connect = request.config.getoption("--connect")
    if connect:
        os.environ["SPARK_TESTING"] = "1"  # a free port for the server
    builder = SparkSession.builder.remote("local[2]") if connect else SparkSession.builder.master("local[2]")
    settings = {
        **SETTINGS,
        **(CONNECT_SETTINGS if connect else {}),
        "spark.jars": focalspark.jar_path(),
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def passes_messages(request):
    """What is called by reflection, a server of Spark 4.0 refuses without a word, which its log has."""
    if request.config.getoption("--connect") and pyspark.__version__.startswith("4.0."):
        pytest.skip("a server of Spark 4.0 passes no message on")


def generated_rows(number=400):
    """Labels of two classes, of three and of three tags, which noisy margins decide."""
    draw = random.Random(20171)
    for _ in range(number):
        x = [draw.uniform(-1.5, 1.5) for _ in range(3)]
        margin = 2.0 * x[0] - x[1] - 1.0 + draw.gauss(0, 1)
        other = x[2] + draw.gauss(0, 1)
        label = float(margin > 0)
        kind = 2.0 if label == 0 and other > 1 else label
        tags = Vectors.dense([label, float(other > 0), float(margin > other)])
        yield label, kind, tags, draw.uniform(0.5, 2.0), *x, Vectors.dense(x)


@pytest.fixture(scope="session")
def rows(spark):
    names = ["label", "kind", "tags", "weight", "a", "b", "c", "features"]
    return spark.createDataFrame(list(generated_rows()), names).coalesce(1).cache()


@pytest.fixture(scope="session")
def models(rows):
    """A model of each estimator by the name of its class. Tests copy what they change."""
    model = FocalLogisticRegression(maxIter=2).fit(rows)
    tags = FocalMultilabelClassifier(labelCol="tags", maxIter=2).fit(rows)
    return {"FocalLogisticRegressionModel": model, "FocalMultilabelClassificationModel": tags}
