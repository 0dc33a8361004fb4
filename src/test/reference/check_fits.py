"""Check fitted models against the reference objective.

Usage: python check_fits.py [fits.csv]; the default is target/reference-fits.csv of this project, as written by the
Java integration test. Requires the packages of requirements.txt and the output of focal_fit.py.

Columns: gamma,alpha,regParam,standardization,weighted,fitIntercept,coefficients,intercept (lists separated by
semicolons, alpha empty when unset). Every row must be a case of focal_fit.csv and reach its optimum: gradient norm
at most 1e-6 * gradientScale, objective at most 1e-8 above the reference. The exit status is 0 only then.
"""

import math
import sys
from pathlib import Path

from mpmath import mp, mpf

from focal_fit import DIGITS, FEATURES, case_of, evaluate, norm, read_csv, read_data
from focal_loss import RESOURCES

DEFAULT_PATH = Path(__file__).resolve().parents[3] / "target" / "reference-fits.csv"
GRADIENT_TOLERANCE = 1e-6
OBJECTIVE_TOLERANCE = 1e-8


def references():
    """Optimal objective and gradient scale of every reference case."""
    rows = read_csv(RESOURCES / "focal_fit.csv")
    return {case_of(row): (mpf(row["objective"]), mpf(row["gradientScale"])) for row in rows}


def parameters_of(case, row):
    """The fitted (coefficients, intercept if fitted), after checking that they are complete and finite."""
    coefficients = [float(text) for text in row["coefficients"].split(";")]
    intercept = float(row["intercept"])
    if len(coefficients) != FEATURES or not all(math.isfinite(v) for v in coefficients + [intercept]):
        raise ValueError("coefficients are missing or not finite")
    if not case.fitIntercept and intercept != 0:
        raise ValueError("an intercept although fitIntercept is false")
    return [mpf(v) for v in coefficients + ([intercept] if case.fitIntercept else [])]


def check_row(row, data, reference):
    """The case of a row, its relative gradient norm and its excess over the reference objective."""
    case = case_of(row)
    if case not in reference:
        raise ValueError("no such reference case")
    optimum, scale = reference[case]
    evaluation = evaluate(case, data, parameters_of(case, row), with_hessian=False)
    return case, float(norm(evaluation.gradient) / scale), float(evaluation.objective - optimum)


def check(rows, data, reference):
    """Check all rows, print every failure and a summary; return whether all passed."""
    failures, seen, gradients, excesses = 0, set(), [], []
    for number, row in enumerate(rows, 1):
        try:
            case, gradient, excess = check_row(row, data, reference)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            print(f"row {number}: {type(error).__name__}: {error}")
            failures += 1
            continue
        seen.add(case)
        gradients.append(gradient)
        excesses.append(excess)
        if not (gradient <= GRADIENT_TOLERANCE and excess <= OBJECTIVE_TOLERANCE):
            print(f"row {number}: relative gradient {gradient:.3e}, objective excess {excess:.3e}: {case}")
            failures += 1
    print(f"{len(rows)} rows, {len(seen)} of {len(reference)} reference cases, {failures} failures, worst relative "
          f"gradient {max(gradients, default=math.nan):.3e}, worst objective excess "
          f"{max(excesses, default=math.nan):.3e}")
    return bool(rows) and failures == 0


def main():
    """Command line entry point."""
    mp.dps = DIGITS
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PATH
    if not path.is_file():
        sys.exit(f"no such file: {path}")
    sys.exit(0 if check(read_csv(path), read_data(), references()) else 1)


if __name__ == "__main__":
    main()
