"""Jars in the wheel."""

from __future__ import annotations

import os
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pyspark

HOW_TO_START = (
    "Start one with the jar: SparkSession.builder.config('spark.jars', focalspark.jar_path()).getOrCreate(), or with"
    " its Maven coordinate: .config('spark.jars.packages', focalspark.maven_coordinate()). A session that is running"
    " already takes no jars: stop it first."
)

HOW_TO_START_SERVER = (
    "The jar belongs to the server, before it starts: sbin/start-connect-server.sh --jars <focalspark.jar_path()>, or"
    " spark.jars in its configuration."
)

_JAR = re.compile(r"focalspark_(?P<scala>\d+\.\d+)-(?P<version>.+)\.jar")
_FOLDER = Path(__file__).parent / "jars"


def jar_path(scala: str | None = None) -> str:
    """Returns the path of the library's jar, for ``spark.jars``.

    Parameters
    ----------
    scala : str, optional
        Scala version of the Spark that will run it, ``"2.13"`` or ``"2.12"``. By default that of the Spark of
        ``SPARK_HOME``, else of the installed PySpark (on PyPI 2.12 for 3.5 and 2.13 from 4.0 on).

    Returns
    -------
    str
        Absolute path inside the installed package.

    Raises
    ------
    FileNotFoundError
        If the package was installed without a jar for that Scala version.

    Examples
    --------
    >>> import focalspark
    >>> from pyspark.sql import SparkSession
    >>> spark = SparkSession.builder.config("spark.jars", focalspark.jar_path()).getOrCreate()
    """
    wanted = scala or scala_version()
    jars = _jars()
    if wanted not in jars:
        held = ", ".join(sorted(jars)) or "none"
        raise FileNotFoundError(
            f"This installation of focalspark has no jar for Scala {wanted} (it has: {held}). Install a wheel of a"
            f" release, or use spark.jars.packages with {maven_coordinate(wanted)}."
        )
    return str(jars[wanted])


def maven_coordinate(scala: str | None = None) -> str:
    """Returns the Maven coordinate of the library, for ``spark.jars.packages``.

    Parameters
    ----------
    scala : str, optional
        ``"2.13"`` or ``"2.12"``, by default as for :func:`jar_path`.

    Returns
    -------
    str
        ``group:artifact:version`` with the version of this package.
    """
    return f"org.focalspark:focalspark_{scala or scala_version()}:{maven_version()}"


def maven_version() -> str:
    """Returns the version of the jar: that of the Python package, in Maven's format."""
    for jar in _jars().values():
        match = _JAR.fullmatch(jar.name)
        assert match is not None
        return match["version"]
    try:
        return version("focalspark").replace(".dev0", "-SNAPSHOT")
    except PackageNotFoundError:
        raise FileNotFoundError("focalspark is not installed, so that its version is not known.") from None


def scala_version() -> str:
    """Returns the Scala version of the Spark that a session would run, from the names of its jars."""
    home = os.environ.get("SPARK_HOME")
    for folder in [Path(home)] if home else [Path(pyspark.__file__).parent]:
        for jar in folder.glob("jars/scala-library-*.jar"):
            return ".".join(jar.name[len("scala-library-") :].split(".")[:2])
    # No such jars: a client of a remote Spark, or a notebook service. Spark 4 has only 2.13; prebuilt Spark 3.5 usually
    # has 2.12.
    return "2.12" if pyspark.__version__.startswith("3.") else "2.13"


def jar_scala(location: str) -> str | None:
    """Returns the Scala version in the name of a jar of the library; None if the jar was renamed."""
    match = _JAR.search(location.rsplit("/", 1)[-1])
    return match["scala"] if match else None


def _jars() -> dict[str, Path]:
    found = {}
    for jar in sorted(_FOLDER.glob("focalspark_*.jar")):
        match = _JAR.fullmatch(jar.name)
        if match is not None:
            found[match["scala"]] = jar
    return found
