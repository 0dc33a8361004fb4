"""Score exported models with engines of others and compare with what the models said in Spark.

Usage: python check_exports.py [folder]; the default is target/exports of this project, as written by ExportIT.
Requires the packages of requirements-export.txt, and a JVM for pypmml.

Of every case there is NAME.csv (features, and what transform gave for them), NAME.onnx (float), NAME.double.onnx and,
where the model has such a form, NAME.pmml. The features are values of float, so that all see the same numbers. The exit
status is 0 only if every file passes onnx's own check and every number of every row is as near as its format allows:

  float ONNX     2 units in the last place of float (2^-22, relative). All is computed in double and rounded once, at the
                 output; the other unit is for probabilities that lie between two floats. Below the smallest normal
                 float, one unit of what is left.
  double ONNX    2^-40: the engine adds the products of a margin in another order, and its exp and log have other last
                 bits; an error of the log-odds is one of the probability.
  PMML           1e-11, and absolute: a PMML engine computes the probability of class 0 as 1 - that of class 1.
  predictions    equal.

Where a margin is the difference of large numbers, its error is that of their sum: 4 units of double (2^-50) of the sum
of |coefficient * feature| are allowed to every margin, and (gamma + 2) times that, at most 12, to the logarithm of a
probability. Where that is more than 0.01 the probability is what chance makes of it in Spark, too, and is not compared;
unless the margins and their differences are a thousand times their errors: then it is 0 or 1 whatever the errors are, and
compared without them.
"""

import contextlib
import io
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

DEFAULT_PATH = Path(__file__).resolve().parents[3] / "target" / "exports"
EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "export.md"
EXAMPLE_CASE = "binomial-alpha"
OUTPUTS = ("rawPrediction", "probability", "prediction")
FLOAT_TOLERANCE = 2.0**-22
SMALLEST_FLOAT = 2.0**-149
DOUBLE_TOLERANCE = 2.0**-40
PMML_TOLERANCE = 1e-11
SUM_ERROR = 2.0**-50
LARGEST_SLOPE = 12.0
SENSELESS = 0.01
CERTAIN = 1000.0
PLAIN_SOFTMAX = 700.0  # beyond, pmml4s overflows in a softmax of its own


def read(path):
    """The columns of a case by name: features and the outputs, each a matrix with a row per example."""
    header, *lines = path.read_text().splitlines()
    values = np.array([[float(text) for text in line.split(",")] for line in lines])
    names = np.array([name.split(":")[0] for name in header.split(",")])
    return {name: values[:, names == name] for name in ("features", *OUTPUTS)}


def sum_errors(model, features):
    """What rounding may do to the margins of each row: NaN where they are infinite anyway."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    with np.errstate(invalid="ignore"):
        return SUM_ERROR * (np.abs(features) @ np.abs(tensors["coefficients"])).max(axis=1, keepdims=True)


def log_errors(model, case):
    """What that may do to the logarithm of a probability of each row; 0 where margins are certain all the same."""
    error = np.nan_to_num(sum_errors(model, case["features"]), nan=0.0, posinf=0.0)
    raw = np.sort(case["rawPrediction"], axis=1)
    with np.errstate(invalid="ignore"):
        gap = np.minimum(np.abs(raw).min(axis=1), np.diff(raw, axis=1).min(axis=1, initial=np.inf))[:, np.newaxis]
    return np.where((LARGEST_SLOPE * error >= SENSELESS) & (gap > CERTAIN * error), 0.0, LARGEST_SLOPE * error)


def worst(actual, expected, allowed, compared=True):
    """The largest error as a share of what is allowed; infinite if one is NaN or infinite and the other is not."""
    same = (actual == expected) | (np.isnan(actual) & np.isnan(expected)) | ~np.broadcast_to(compared, expected.shape)
    with np.errstate(invalid="ignore"):
        share = np.abs(actual - expected) / allowed
    return float(np.where(same, 0.0, np.where(np.isnan(share), np.inf, share)).max())


def score(path, features, element):
    """Outputs of an ONNX file for rows, after onnx's own checks."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with np.errstate(over="ignore"):
        scored = session.run(OUTPUTS, {"features": features.astype(element)})
    one = session.run(OUTPUTS, {"features": features[:1].astype(element)})  # any number of rows
    for name, all_rows, first in zip(OUTPUTS, scored, one):
        if first.dtype != element or not np.allclose(all_rows[:1], first, rtol=DOUBLE_TOLERANCE, atol=0.0):
            raise ValueError(f"{name} of one row differs from that among others, or is not of {element}")
    return model, [values.astype(np.float64).reshape(len(features), -1) for values in scored]


def check_onnx(path, case, element, tolerance, smallest):
    """The worst errors of rawPrediction, probability and prediction, as shares of what is allowed."""
    model, (raw, probability, prediction) = score(path, case["features"], element)
    error = np.nan_to_num(sum_errors(model, case["features"]), nan=0.0, posinf=0.0)
    with np.errstate(over="ignore"):
        limits = case["rawPrediction"].astype(element).astype(np.float64)  # beyond float it is infinite
    raw_allowed = tolerance * np.abs(limits) + error + smallest
    log_error = log_errors(model, case)
    sensible = log_error < SENSELESS
    allowed = (tolerance + log_error) * np.abs(case["probability"]) + smallest
    decided = sensible & ~np.isnan(case["probability"]).any(axis=1, keepdims=True)
    return (
        worst(raw, limits, raw_allowed),
        worst(probability, case["probability"], allowed, sensible),
        worst(prediction, case["prediction"], 1e-300, decided | np.isnan(case["prediction"])),
    ), int((~sensible).sum())


def check_pmml(path, case, skipped):
    """The worst errors of probability and prediction, as shares of what is allowed, over rows of finite numbers."""
    from pypmml import Model  # starts a JVM

    model = Model.load(str(path))
    names = model.inputNames
    margins = np.abs(case["rawPrediction"]).max(axis=1, keepdims=False)
    finite = np.isfinite(case["features"]).all(axis=1) & np.isfinite(margins) & ~skipped
    if "softmax" in path.read_text() and "modelChain" not in path.read_text():
        finite &= margins < PLAIN_SOFTMAX
    classes = case["probability"].shape[1]
    errors = [0.0, 0.0]
    for row in np.flatnonzero(finite):
        scored = model.predict(dict(zip(names, case["features"][row].tolist())))
        actual = np.array([scored[f"probability({k})"] for k in range(classes)])
        errors[0] = max(errors[0], worst(actual, case["probability"][row], PMML_TOLERANCE))
        errors[1] = max(errors[1], abs(scored["prediction"] - case["prediction"][row, 0]) / 1e-300)
    return errors, int(finite.sum())


def check(name, folder):
    """All files of a case: whether they pass, and the worst shares."""
    case = read(folder / f"{name}.csv")
    single, skipped = check_onnx(folder / f"{name}.onnx", case, np.float32, FLOAT_TOLERANCE, SMALLEST_FLOAT)
    double, _ = check_onnx(folder / f"{name}.double.onnx", case, np.float64, DOUBLE_TOLERANCE, 0.0)
    shares = [*single, *double]
    pmml = folder / f"{name}.pmml"
    if pmml.is_file():
        model = onnx.load(folder / f"{name}.onnx")
        errors, _ = check_pmml(pmml, case, (log_errors(model, case) >= SENSELESS).ravel())
        shares += errors
    return shares, skipped


def check_examples(folder):
    """Run the Python examples of docs/export.md on a model; both engines must say the same of the first row."""
    examples = re.findall(r"```python\n(.*?)```", EXAMPLES.read_text(), flags=re.DOTALL)
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        for example in examples:
            exec(example.replace('"model.', f'"{folder.resolve() / EXAMPLE_CASE}.'), names)
    print(f"The examples of {EXAMPLES.name} print:\n{printed.getvalue()}")
    by_pmml = float(re.search(r"'probability\(1\)': ([^,}]+)", printed.getvalue()).group(1))
    return abs(by_pmml - float(names["probability"][0, 1])) <= FLOAT_TOLERANCE


def main():
    """Command line entry point."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PATH
    names = sorted(path.stem for path in folder.glob("*.csv"))
    failures, worst_single, worst_double, worst_pmml, documents, skipped = 0, 0.0, 0.0, 0.0, 0, 0
    for name in names:
        try:
            shares, senseless = check(name, folder)
        except Exception as error:  # whatever an engine has against a file
            print(f"{name}: {type(error).__name__}: {error}")
            failures += 1
            continue
        worst_single, worst_double = max([worst_single, *shares[:3]]), max([worst_double, *shares[3:6]])
        worst_pmml = max([worst_pmml, *shares[6:]])
        documents += len(shares) > 6
        skipped += senseless
        if max(shares) > 1.0:
            print(f"{name}: {', '.join(f'{share:.3g}' for share in shares)} times what is allowed")
            failures += 1
    if not check_examples(folder):
        print("The examples do not say the same.")
        failures += 1
    print(f"{len(names)} models, {documents} of them as PMML, {failures} failures, {skipped} rows of chance left out; "
          f"worst error as a share of what is allowed: float {worst_single:.2f}, double {worst_double:.2f}, PMML {worst_pmml:.2f}")
    sys.exit(0 if names and documents and failures == 0 else 1)


if __name__ == "__main__":
    main()
