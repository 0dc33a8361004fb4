"""Reference fits with an L1 penalty, an elastic net or bounds: constrained optima of the focal objectives.

Writes ../resources/reference/constrained_fits.csv. Requires mpmath==1.4.1, numpy==2.4.6 and scipy==1.17.1 (see
requirements.txt), fit_data.csv of focal_fit.py and variant_labels.csv of variant_fits.py, whose losses these are:

  objective = F + regParam sum over coefficients of (1 - elasticNetParam) / 2 (d coefficient)^2
                                                    + elasticNetParam d |coefficient|
  lower <= coefficients <= upper, lower <= intercepts <= upper

with F as in variant_fits.py and d = 1, or with standardization the deviation of the feature: the root of
sum w a (x - mean)^2 / (W - sum (w a)^2 / W), W = sum w a, where a weighs the class of a row as alpha and classWeights
do in the binomial and softmax models, and is 1 in ovr.

The objectives are not convex: SciPy's L-BFGS-B minimizes in double precision from 41 starts, with every penalized
coefficient split into its positive and its negative part. Every distinct solution says which entries rest at 0 or at a
bound; mpmath polishes the others by Newton steps, whose Hessian must be positive definite, and moves entries between
the two kinds until the conditions of Karush, Kuhn and Tucker hold. No optimum may be degenerate: an entry at rest has a
multiplier other than 0, and an entry that moves is neither 0 nor at a bound.
"""

from collections import namedtuple

import mpmath
import numpy as np
import scipy
from mpmath import mp, mpf
from scipy.optimize import minimize

import variant_fits
from focal_fit import FEATURES, norm, read_data
from focal_loss import decimal, write_csv
from variant_fits import (CLASSES, DIGITS, DOUBLE, EXACT, MARGINS, RANDOM_STARTS, WEIGHTS, probabilities, problem,
                          pull_back, ratio, read_labels, side_weights, starts)

AT_REST_WITHIN = 1e-5
SAME_WITHIN = 1e-3
SAME_OPTIMUM_WITHIN = mpf(10) ** -20
NOT_DEGENERATE = 1e-4
WITHIN_DOUBLE = (1e-300, 1 - 1e-15)  # at 0 and 1 the search would meet powers and logarithms of 0
INFINITY = float("inf")

Case = namedtuple("Case", variant_fits.Case._fields + ("elasticNetParam", "standardization", "lowerCoefficients",
                                                       "upperCoefficients", "lowerIntercepts", "upperIntercepts"))
DEFAULTS = Case(*variant_fits.DEFAULTS, 0.0, False, None, None, None, None)
Constraints = namedtuple("Constraints", "lasso ridge lower upper")


# ----------------------------------------------------------------------------------------------------------- cases

def lasso_cases():
    """L1 and elastic net, weak to strong; each leaves some coefficients at 0 and others not."""
    lasso = DEFAULTS._replace(elasticNetParam=1.0)
    net = DEFAULTS._replace(elasticNetParam=0.5)
    yield lasso._replace(gamma=0.5, regParam=0.08, standardization=True)
    yield lasso._replace(gamma=0.5, regParam=0.03, alpha=0.75)
    yield lasso._replace(gamma=2.0, regParam=0.01)
    yield lasso._replace(gamma=2.0, regParam=0.05, standardization=True)
    yield lasso._replace(gamma=2.0, regParam=0.02, standardization=True, alpha=0.25)
    yield lasso._replace(gamma=5.0, regParam=0.013, standardization=True)
    yield lasso._replace(gamma=5.0, regParam=0.005, alpha=0.75)
    yield lasso._replace(polyEpsilon=1.0, regParam=0.12, standardization=True, alpha=0.75)
    yield net._replace(gamma=0.5, regParam=0.13, standardization=True)
    yield net._replace(gamma=2.0, regParam=0.02)
    yield net._replace(gamma=5.0, regParam=0.017, standardization=True, alpha=0.25)
    yield net._replace(polyEpsilon=1.0, regParam=0.03)
    for family in ("multinomial", "ovr"):
        yield lasso._replace(family=family, gamma=0.5, regParam=0.03, standardization=True)
        yield lasso._replace(family=family, gamma=2.0, regParam=0.01, classWeights=WEIGHTS)
        yield lasso._replace(family=family, gamma=5.0, regParam=0.005, standardization=True, classWeights=WEIGHTS)
        yield net._replace(family=family, gamma=2.0, regParam=0.03, standardization=True)
        yield net._replace(family=family, polyEpsilon=1.0, regParam=0.05)


def binary_bounds():
    """Bounds from below, from above, boxes, and entries that cannot move."""
    binary = DEFAULTS
    zeros, free = (0.0,) * FEATURES, (INFINITY,) * FEATURES
    yield binary._replace(gamma=0.5, lowerCoefficients=zeros)
    yield binary._replace(gamma=2.0, regParam=0.01, standardization=True, alpha=0.25, lowerCoefficients=zeros)
    yield binary._replace(gamma=2.0, upperCoefficients=(0.1, INFINITY, INFINITY, -0.3))
    yield binary._replace(gamma=5.0, upperIntercepts=(-2.0,))
    yield binary._replace(gamma=5.0, regParam=0.001, alpha=0.75, lowerCoefficients=(-0.1, -0.01, -0.5, -0.1),
                          upperCoefficients=(0.1, 0.01, 0.5, 0.1))
    yield binary._replace(gamma=2.0, regParam=0.01, lowerCoefficients=(-INFINITY, 0.05, -INFINITY, -INFINITY),
                          upperCoefficients=(0.2, 0.05, INFINITY, INFINITY), lowerIntercepts=(-1.5,),
                          upperIntercepts=(INFINITY,))
    yield binary._replace(polyEpsilon=1.0, alpha=0.75, lowerCoefficients=tuple(-x for x in free),
                          upperCoefficients=(INFINITY, 0.01, INFINITY, INFINITY), lowerIntercepts=(-0.5,),
                          upperIntercepts=(0.5,))


def class_bounds():
    """Three classes: rows are classes. A softmax model with bounds on intercepts has one that cannot move."""
    zeros = (0.0,) * FEATURES * CLASSES
    box = (0.05, 0.01, 0.2, 0.03) * CLASSES
    for family in ("multinomial", "ovr"):
        # the gradients of softmax add up to 0 over the classes, so multipliers are no larger than what the penalty gives
        classes = DEFAULTS._replace(family=family, regParam=0.01, standardization=family == "multinomial")
        yield classes._replace(gamma=0.5, classWeights=WEIGHTS, lowerCoefficients=zeros)
        yield classes._replace(gamma=2.0, standardization=True, upperCoefficients=box,
                               lowerCoefficients=tuple(-x for x in box))
        yield classes._replace(gamma=5.0, regParam=0.005, upperCoefficients=zeros[:4] + (INFINITY,) * 8,
                               lowerIntercepts=(0.25, -INFINITY, -0.5), upperIntercepts=(0.25, 0.1, INFINITY))
        yield classes._replace(polyEpsilon=1.0, upperCoefficients=box)


# --------------------------------------------------------------------------------------------------------- problem

def deviations(case, data, classes):
    """The factor d of every coefficient in the penalty."""
    if not case.standardization:
        return [mpf(1)] * FEATURES
    weights = [mpf(w) for w in data.weight]
    if case.family != "ovr":
        labels = classes if case.family == "multinomial" else data.label.astype(int)
        balance = side_weights(case, MARGINS["multinomial"] if case.family == "multinomial" else 2, mpf)
        weights = [w * balance[label] for w, label in zip(weights, labels)]
    total = sum(weights)
    spread = total - sum(w * w for w in weights) / total
    squares = []
    for column in data.features.T:
        mean = sum(w * mpf(x) for w, x in zip(weights, column)) / total
        squares.append(sum(w * (mpf(x) - mean) ** 2 for w, x in zip(weights, column)))
    return [mp.sqrt(square / spread) for square in squares]


def flat(coefficients, intercepts, otherwise, columns):
    """Bounds in the order of the parameters: feature by feature, the intercepts last."""
    values = np.full((FEATURES + 1, columns), otherwise)
    if coefficients is not None:
        values[:FEATURES] = np.reshape(coefficients, (columns, FEATURES)).T
    if intercepts is not None:
        values[FEATURES] = intercepts
    return values.ravel()


def constraints(case, factors):
    """Weights of the penalties, and bounds, of every parameter."""
    columns = MARGINS[case.family]
    scales = np.array([x for factor in [*factors, mpf(0)] for x in [factor] * columns])
    return Constraints(mpf(case.regParam) * mpf(case.elasticNetParam) * scales,
                       mpf(case.regParam) * (1 - mpf(case.elasticNetParam)) * scales ** 2,
                       flat(case.lowerCoefficients, case.lowerIntercepts, -INFINITY, columns),
                       flat(case.upperCoefficients, case.upperIntercepts, INFINITY, columns))


def smooth(case, at, parameters, ridge, arithmetic):
    """The objective without the L1 penalty, and its gradient."""
    matrix = np.asarray(parameters).reshape(FEATURES + 1, -1)
    p = probabilities(case, at.design @ matrix, arithmetic)
    if arithmetic is DOUBLE:
        p = np.clip(p, *WITHIN_DOUBLE)
    value, slopes = ratio(case, at, p, arithmetic)
    gradient = at.design.T @ pull_back(case, p, slopes)
    if case.family == "multinomial" and case.lowerIntercepts is None and case.upperIntercepts is None:
        # holds the sum of the intercepts, on which nothing else depends, at 0
        value = value + matrix[FEATURES].sum() ** 2 / 2
        gradient[FEATURES] = gradient[FEATURES] + matrix[FEATURES].sum()
    return value + (ridge * parameters * parameters).sum() / 2, gradient.ravel() + ridge * parameters


# --------------------------------------------------------------------------------------------------------- search

def search(case, at, features, limits):
    """The distinct solutions found in double precision, lowest first."""
    scales = np.repeat(np.append(features.std(axis=0), 1.0), MARGINS[case.family])
    lasso, ridge, size = limits.lasso.astype(float), limits.ridge.astype(float), len(scales)

    def split(parts):
        point = (parts[:size] - parts[size:]) / scales
        value, gradient = smooth(case, at, point, ridge, DOUBLE)
        value += (lasso / scales * parts.reshape(2, size)).sum()
        return 1e3 * value, 1e3 * np.concatenate([gradient + lasso, lasso - gradient]) / np.tile(scales, 2)

    lower, upper = limits.lower * scales, limits.upper * scales
    halves = (lasso > 0.0).any()
    bounds = ([(0.0 if weight > 0 else least, most) for weight, least, most in zip(lasso, lower, upper)]
              + [(0.0, INFINITY if weight > 0 else 0.0) for weight in lasso])
    found = []
    for start in starts(case, features):
        at_start = np.clip(start * scales, lower, upper)
        parts = np.concatenate([np.where(lasso > 0, np.maximum(at_start, 0), at_start),
                                np.where(lasso > 0, np.maximum(-at_start, 0), 0.0)])
        with np.errstate(all="ignore"):
            result = minimize(split, parts, jac=True, method="L-BFGS-B", bounds=bounds,
                              options={"ftol": 1e-16, "gtol": 1e-8, "maxiter": 20000, "maxfun": 50000, "maxcor": 30})
        if projected(result, bounds) < 0.1 and np.abs(result.x).max() < 1e3:
            found.append((result.fun, (result.x[:size] - result.x[size:]) / scales))
    assert len(found) > RANDOM_STARTS / 2, f"too few starts converged: {len(found)} {case}"
    found.sort(key=lambda solution: solution[0])
    distinct = []
    for _, point in found:
        if all(np.abs((point - other) * scales).max() > SAME_WITHIN for other in distinct):
            distinct.append(point)
    return distinct


def projected(result, bounds):
    """Largest entry of the gradient that no bound holds."""
    lower, upper = np.array(bounds).T
    return np.abs(np.clip(result.x - result.jac, lower, upper) - result.x).max()


# ---------------------------------------------------------------------------------------------------------- polish

def rest(point, limits, scales):
    """Where each entry rests: at 0, at a bound, or nan for one that moves."""
    place = np.full(len(point), np.nan)
    for bound in (limits.lower, limits.upper, np.where(limits.lasso > 0, 0.0, INFINITY)):
        near = np.isfinite(bound) & (np.abs(point - bound) * scales < AT_REST_WITHIN)
        place[near] = bound[near]
    return place


def newton(case, at, point, limits, place):
    """Newton steps in the moving entries until their gradient vanishes to the working precision."""
    moving = np.flatnonzero(np.isnan(place))
    signs = np.array([mpf(int(np.sign(float(x)))) for x in point])
    slope = lambda x: smooth(case, at, x, limits.ridge, EXACT)[1] + limits.lasso * signs
    scale = norm(smooth(case, at, point * 0, limits.ridge, EXACT)[1])
    curvature = hessian(slope, point, moving)
    mp.cholesky(curvature)  # raises unless positive definite
    for _ in range(30):
        gradient = slope(point)[moving]
        if norm(gradient) < mpf(10) ** -28 * scale:
            return point
        point = point.copy()
        point[moving] -= np.array(list(mp.lu_solve(curvature, mp.matrix(list(gradient)))))
    raise AssertionError(f"no convergence: {case}")


def hessian(slope, point, moving):
    """Central differences of the gradient, whose error is far below the accuracy that Newton steps need."""
    step, size = mpf(10) ** -12, len(moving)
    columns = []
    for j in moving:
        shift = np.array([step * (i == j) for i in range(len(point))])
        columns.append((slope(point + shift) - slope(point - shift))[moving] / (2 * step))
    return mp.matrix([[(columns[j][i] + columns[i][j]) / 2 for j in range(size)] for i in range(size)])


def slacks(point, gradient, limits, place, scales):
    """How far each entry, of scaled features, is from breaking its condition; negative where it does break it."""
    slack = []
    for x, g, lasso, lower, upper, at, scale in zip(point, gradient, limits.lasso, limits.lower, limits.upper,
                                                   place, scales):
        if np.isnan(at):
            room = min(abs(x) if lasso > 0 else INFINITY, x - lower, upper - x)
            slack.append(float(room * scale))
        elif lasso > 0:
            slack.append(float(1 - abs(g) / lasso))
        else:
            slack.append(INFINITY if lower == upper else float((g if at == lower else -g) / scale))
    return np.array(slack)


def polish(case, at, found, limits, scales):
    """The optimum near a solution in double precision: point, objective and the least slack."""
    place = rest(found, limits, scales)
    for _ in range(2 * len(found)):
        point = np.array([mpf(float(x if np.isnan(r) else r)) for x, r in zip(found, place)])
        point = newton(case, at, point, limits, place)
        value, gradient = smooth(case, at, point, limits.ridge, EXACT)
        slack = slacks(point, gradient, limits, place, scales)
        crossed = np.isnan(place) & (limits.lasso > 0) & (np.sign(point.astype(float)) != np.sign(found))
        if slack.min() > 0 and not crossed.any():
            check_conditions(case, point, gradient, limits)
            return point, value + (limits.lasso * np.abs(point)).sum(), slack.min()
        place[slack.argmin()] = np.nan if not np.isnan(place[slack.argmin()]) else rest_of(point, limits, slack.argmin())
    raise AssertionError(f"no set of resting entries fits: {case}")


def rest_of(point, limits, entry):
    """Where an entry comes to rest that has moved too far."""
    if limits.lasso[entry] > 0:
        return 0.0
    return limits.lower[entry] if point[entry] < limits.lower[entry] else limits.upper[entry]


def check_conditions(case, point, gradient, limits):
    """Assert the conditions once more as the fixed point of a proximal step, which knows nothing of resting entries."""
    residual = mpf(0)
    for x, g, lasso, lower, upper in zip(point, gradient, *(limits.lasso, limits.lower, limits.upper)):
        ahead = x - g
        ahead = mp.sign(ahead) * max(abs(ahead) - lasso, mpf(0))
        residual = max(residual, abs(min(max(ahead, mpf(lower)), mpf(upper)) - x))
    assert residual < mpf(10) ** -20, (case, residual)


# ---------------------------------------------------------------------------------------------------------- output

def fit_rows(case, data, classes, labels):
    """The CSV rows of one case."""
    at = problem(case, data, classes, labels, EXACT)
    factors = deviations(case, data, classes)
    limits = constraints(case, factors)
    scales = np.repeat(np.append(data.features.std(axis=0), 1.0), MARGINS[case.family])
    found = search(case, problem(case, data, classes, labels, DOUBLE), data.features, limits)
    optima = sorted((polish(case, at, solution, limits, scales) for solution in found), key=lambda optimum: optimum[1])
    values = []
    for point, value, slack in optima:
        if values and value - values[-1] < SAME_OPTIMUM_WITHIN:
            continue
        values.append(value)
        matrix = point.reshape(FEATURES + 1, -1)
        zeros = [x == 0 for x in matrix[:FEATURES].ravel()]
        print(*map(text, case), len(values) - 1, mpmath.nstr(value, 12), f"{slack:.1e}", f"{sum(zeros)}/{len(zeros)} zero",
              flush=True)
        assert slack > NOT_DEGENERATE, slack
        assert case.elasticNetParam == 0 or any(zeros) and not all(zeros), matrix
        solution = [tuple(factors), tuple(matrix[:FEATURES].T.ravel()), tuple(matrix[FEATURES])]
        yield [*map(text, case), str(len(values) - 1), decimal(value), *map(text, solution)]


def text(value):
    """A cell of the CSV, which Java can parse."""
    if isinstance(value, tuple):
        return ";".join(text(x) for x in value)
    return variant_fits.text(value).replace("inf", "Infinity")


def main():
    """Fit every case and write the file."""
    mp.dps = DIGITS
    data = read_data()
    classes, labels = read_labels()
    cases = [*lasso_cases(), *binary_bounds(), *class_bounds()]
    rows = [row for case in cases for row in fit_rows(case, data, classes, labels)]
    comments = [f"generated by src/test/reference/constrained_fits.py with mpmath {mpmath.__version__}, "
                f"numpy {np.__version__}, scipy {scipy.__version__}; polished with {DIGITS} digits",
                f"optima of {RANDOM_STARTS + 1} starts, 0 is the lowest; rows weighted",
                "bounds and coefficients row-major, one line per margin; no bound: Infinity, or empty for none at all",
                "deviations: the factor of each feature's coefficient in the penalty"]
    columns = list(Case._fields) + ["optimum", "objective", "deviations", "coefficients", "intercepts"]
    path = write_csv("constrained_fits.csv", comments, columns, rows)
    print(f"{path.name}: {len(cases)} cases, {len(rows)} optima, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
