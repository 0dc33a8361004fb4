"""Saving that loses nothing."""

from __future__ import annotations

from typing import Any

from pyspark.ml.util import JavaMLWriter, MLWritable, MLWriter

from focalspark._spark import classic_only, java_class

__all__ = ["ReplacingWriter"]


class ReplacingWriter(JavaMLWriter):
    """Saves a stage so that whatever fails, its path holds the old stage or the new one.

    The new one is written beside the path, loaded for a proof, and then renamed; Spark's own writers delete what is
    there before they write. All stages of this package are saved so by ``save`` and ``write``. A Pipeline, a
    PipelineModel or any other stage that the JVM knows can be:

    >>> ReplacingWriter.of(pipelineModel).overwrite().save("hdfs:///models/strikes")
    """

    @classmethod
    @classic_only("save under a new path, and change to it once that has worked")
    def of(cls, stage: MLWritable) -> ReplacingWriter:
        """Writer of a stage.

        Parameters
        ----------
        stage : MLWritable
            Any stage of Spark ML; a Pipeline or PipelineModel whose stages are all of the JVM.

        Raises
        ------
        TypeError
            If there is a stage that only Python knows.
        """
        unknown = [type(part).__name__ for part in _parts(stage) if not hasattr(part, "_to_java")]
        if unknown:
            raise TypeError(
                f"stage must be known to the JVM, but {', '.join(unknown)} is a stage of Python alone. Save it with its"
                " own write()."
            )
        return cls(stage)

    def __init__(self, stage: Any) -> None:
        MLWriter.__init__(self)
        self._jwrite = java_class("ReplacingWriter").of(stage._to_java())


def _parts(stage: Any) -> list[Any]:
    stages = stage.getStages() if hasattr(stage, "getStages") else getattr(stage, "stages", [])
    return [stage, *(part for inner in stages for part in _parts(inner))]
