"""Export of models to ONNX and PMML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from focalspark._spark import FocalModel, classic_only, in_plain_errors, java_class

if TYPE_CHECKING:
    from typing_extensions import Self

    from focalspark.classification import FocalLogisticRegressionModel, FocalMultilabelClassificationModel

__all__ = ["ModelExport"]


class ModelExport:
    """Export of a fitted model as ONNX or PMML; :meth:`of` creates it.

    Both formats contain the linear stage, from the feature vector on, with the calibration, targetPrior and thresholds
    that the model has when :meth:`of` is called. They do not contain the stages that create feature vectors from
    columns. docs/export.md describes the files. ONNX needs ``org.tribuo:tribuo-util-onnx`` in addition to the jar of
    focalspark, or the application jar instead of both.

    >>> export = ModelExport.of(model)
    >>> export.writePmml("strikes.pmml")
    >>> session = onnxruntime.InferenceSession(export.onnx())
    """

    def __init__(self, java_export: Any) -> None:
        self._java = java_export

    @classmethod
    @classic_only("save the model, and load and export it in a session without Connect")
    def of(cls, model: FocalLogisticRegressionModel | FocalMultilabelClassificationModel) -> Self:
        """Creates an export with the current params of a model.

        Parameters
        ----------
        model : FocalLogisticRegressionModel or FocalMultilabelClassificationModel
            Fitted or loaded model. A multilabel model cannot be written as PMML.

        Raises
        ------
        TypeError
            If the model has another type, for example PipelineModel: pass its stage instead.
        pyspark.errors.IllegalArgumentException
            If the model does not support the value of a param; the message names it.
        """
        if not isinstance(model, FocalModel):
            raise TypeError(
                "model must be a FocalLogisticRegressionModel or a FocalMultilabelClassificationModel, but was a"
                f" {type(model).__name__}. Of a PipelineModel take the stage that is ours, for example"
                " pipelineModel.stages[-1], of a tuned model its bestModel."
            )
        java = java_class(ModelExport)
        model._hand_over()
        return cls(java.of(model._java_obj))

    def inDoublePrecision(self) -> Self:
        """Returns an export whose ONNX model has double input and outputs, so that no feature is rounded to float."""
        return type(self)(self._java.inDoublePrecision())

    @in_plain_errors
    def onnx(self) -> bytes:
        """Returns the ONNX model: input ``features`` (float, N x numFeatures), outputs ``rawPrediction``,
        ``probability`` and ``prediction``.

        Raises
        ------
        RuntimeError
            If Tribuo's message classes are not on the class path, or the model is too large.
        """
        return bytes(self._java.onnx())

    @in_plain_errors
    def pmml(self) -> bytes:
        """Returns the PMML 4.4 document, UTF-8: a RegressionModel, or a chain of them if probabilities are calibrated.

        Raises
        ------
        RuntimeError
            If PMML cannot represent it: several labels, infinite intercepts, or a threshold or target prior of 0.
        """
        return bytes(self._java.pmml())

    @in_plain_errors
    def writeOnnx(self, path: str) -> None:
        """Writes :meth:`onnx` to a file on any Hadoop file system. An existing file is replaced as a whole."""
        self._java.writeOnnx(path)

    @in_plain_errors
    def writePmml(self, path: str) -> None:
        """Writes :meth:`pmml` to a file on any Hadoop file system. An existing file is replaced as a whole."""
        self._java.writePmml(path)
