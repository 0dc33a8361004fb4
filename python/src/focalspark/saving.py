"""Saving that keeps the old stage after a failure."""

from __future__ import annotations

from typing import Any, cast

from pyspark.ml.util import JavaMLWriter, MLWritable, MLWriter

from focalspark._spark import classic_only, in_plain_errors, java_class

__all__ = ["ReplacingWriter"]


class ReplacingWriter(JavaMLWriter):
    """Saves a stage so that after any failure its path has either the old or the new stage.

    The new stage is written beside the path, loaded as a test, and then renamed. Spark's own writers delete the old
    stage before they write. ``save`` and ``write`` of all stages of this package do the same. Use this class for a
    Pipeline, a PipelineModel or any other stage that exists in Java:

    >>> ReplacingWriter.of(pipelineModel).overwrite().save("hdfs:///models/strikes")
    """

    def __init__(self, java_writer: Any) -> None:
        MLWriter.__init__(self)
        self._jwrite = java_writer

    @in_plain_errors
    def save(self, path: str) -> None:
        """Saves the stage to a folder on any file system of Hadoop.

        Parameters
        ----------
        path : str
            Folder, which must not exist unless :meth:`overwrite` was called.
        """
        super().save(path)

    @classmethod
    @classic_only("save under a new path, and change to it once that has worked")
    def of(cls, stage: MLWritable) -> ReplacingWriter:
        """Creates a writer of a stage.

        Parameters
        ----------
        stage : MLWritable
            Any stage of Spark ML that exists in Java, with all its inner stages.

        Raises
        ------
        TypeError
            If the stage or an inner stage exists only in Python.
        """
        writers = java_class(ReplacingWriter)
        try:
            java = cast(Any, stage)._to_java()
        except (AttributeError, ValueError) as error:
            raise TypeError(
                f"stage must be known to the JVM, with all that it holds, but: {error}. Save it with its own write()."
            ) from error
        return cls(writers.of(java))
