"""Saving that loses nothing."""

from __future__ import annotations

from typing import Any, cast

from pyspark.ml.util import JavaMLWriter, MLWritable, MLWriter

from focalspark._spark import classic_only, in_plain_errors, java_class

__all__ = ["ReplacingWriter"]


class ReplacingWriter(JavaMLWriter):
    """Saves a stage so that whatever fails, its path holds the old stage or the new one.

    The new one is written beside the path, loaded for a proof, and then renamed; Spark's own writers delete what is
    there before they write. All stages of this package are saved so by ``save`` and ``write``. A Pipeline, a
    PipelineModel or any other stage that the JVM knows can be:

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
        """Writer of a stage.

        Parameters
        ----------
        stage : MLWritable
            Any stage of Spark ML that the JVM knows, with all that it holds.

        Raises
        ------
        TypeError
            If it is, or holds, what only Python knows.
        """
        writers = java_class(ReplacingWriter)
        try:
            java = cast(Any, stage)._to_java()
        except (AttributeError, ValueError) as error:
            raise TypeError(
                f"stage must be known to the JVM, with all that it holds, but: {error}. Save it with its own write()."
            ) from error
        return cls(writers.of(java))
