"""Reference minimizers of the pointwise risk, for three classes and, beyond calibration.py, for two.

Writes ../resources/reference/multiclass_calibration.csv and binary_calibration_more.csv. Requires mpmath==1.4.1 and
numpy==2.4.6 (see requirements.txt).

risk = sum_k e_k a_k l_k(v_k) with e = (1 - smoothing) eta + smoothing / K, a the class weights and
  focal         l(v) = (1-v)^gamma (-log v)
  convex_focal  l(v) = integral over t from v to 1 of (1-t)^gamma / t
  poly1         l(v) = (1-v)^gamma (-log v) + parameter (1-v)^(gamma+1)
The posterior in closed form is not used. Three classes: Newton steps in two free logits from the best point of a
grid; the minimum is global because every l is convex in v, which is checked, and a second route
(one multiplier, bisection in every v_k) must arrive at the same point. Two classes: every root of the derivative on
a grid of margins where it changes from falling to rising; the lowest of them.
"""

import itertools

import mpmath
import numpy as np
from mpmath import mp, mpf

from calibration import GRID
from focal_loss import correctly_rounded, write_csv
from pointwise_losses import convex_hypergeometric, values_of

DIGITS = 50
KINDS = [("focal", 0.0), ("convex_focal", 0.0), ("poly1", 1.0)]
GAMMAS = [(0.0, 2.0, 5.0), (2.0, 2.0, 2.0), (0.5, 1.0, 3.0)]
WEIGHTS = [(1.0, 1.0, 1.0), (0.2, 1.0, 7.0)]
SMOOTHINGS = [0.0, 0.1]
ETAS = [(0.25, 0.25, 0.5), (0.2, 0.5, 0.3), (0.98, 0.015, 0.005), (0.01, 0.01, 0.98), (0.01, 0.98, 0.01),
        (0.001, 0.009, 0.99), (0.6, 0.399, 0.001), (0.9, 0.0999, 0.0001)]
BINARY_KINDS = [("focal", 0.0), ("convex_focal", 0.0), ("poly1", -0.5), ("poly1", 1.0)]
BINARY_GAMMAS = [(0.0, 0.0), (0.5, 0.5), (2.0, 2.0), (5.0, 5.0), (0.0, 2.0), (4.0, 1.0)]
BINARY_WEIGHTS = [(1.0, 1.0), (0.25, 0.75), (0.75, 0.25)]
BINARY_ETAS = [0.001, 0.01, 0.1, 0.5, 0.9, 0.999]


# ------------------------------------------------------------------------------------------------ losses in v

def loss_of(kind, gamma, v):
    """l(v) at the current precision."""
    name, parameter = kind
    gamma = mpf(gamma)
    if name == "convex_focal":
        return convex_hypergeometric(gamma, mp.log(v / (1 - v)))
    return (1 - v) ** gamma * -mp.log(v) + (mpf(parameter) * (1 - v) ** (gamma + 1) if name == "poly1" else 0)


def slope_of(kind, gamma, v, log=mp.log):
    """dl/dv; for mpmath numbers or, with numpy's log, arrays of doubles."""
    name, parameter = kind
    power = (1 - v) ** gamma
    if name == "convex_focal":
        return -power / v
    focal = gamma * (1 - v) ** (gamma - 1) * log(v) - power / v
    return focal - parameter * (gamma + 1) * power if name == "poly1" else focal


def check_convex(kind, gamma):
    """Assert that dl/dv is negative and rises with v, from 1e-9 to 1 - 1e-6."""
    v = 1 / (1 + np.exp(-np.linspace(-20.7, 13.8, 5000)))
    slope = slope_of(kind, gamma, v, np.log)
    assert (slope < 0).all() and (np.diff(slope) > -1e-9 * np.abs(slope[1:])).all(), (kind, gamma)


# --------------------------------------------------------------------------------------------- three classes

def coefficients(weights, smoothing, eta):
    """e_k a_k."""
    size = len(eta)
    return [mpf(a) * ((1 - mpf(smoothing)) * mpf(e) + mpf(smoothing) / size) for a, e in zip(weights, eta)]


def softmax(free):
    """The probabilities of the logits (free..., 0)."""
    powers = [mp.exp(value) for value in free] + [mpf(1)]
    return [power / mp.fsum(powers) for power in powers]


def gradient(kind, gammas, scales, free):
    """Derivative of the risk in the free logits, by the chain rule through the softmax."""
    v = softmax(free)
    outer = [c * slope_of(kind, mpf(gamma), p) * p for c, gamma, p in zip(scales, gammas, v)]
    return [outer[j] - v[j] * mp.fsum(outer) for j in range(len(free))]


def risk(kind, gammas, scales, v):
    """The risk at the probabilities v."""
    return mp.fsum(c * loss_of(kind, gamma, p) for c, gamma, p in zip(scales, gammas, v))


def grid_start(kind, gammas, scales):
    """Free logits of the point of a grid where e_k a_k l_k'(v_k) are most nearly equal, in doubles."""
    axis = np.linspace(-16.0, 16.0, 321)
    first, second = np.meshgrid(axis, axis, indexing="ij")
    powers = np.array([np.exp(first), np.exp(second), np.ones_like(first)])
    v = powers / powers.sum(axis=0)
    slopes = [np.log(-float(c) * slope_of(kind, g, np.minimum(p, 1 - 1e-15), np.log))
              for c, g, p in zip(scales, gammas, v)]
    distance = (slopes[0] - slopes[2]) ** 2 + (slopes[1] - slopes[2]) ** 2
    i, j = np.unravel_index(np.argmin(distance), distance.shape)
    return mpf(axis[i]), mpf(axis[j])


def minimizer(kind, gammas, scales):
    """The probabilities at which the gradient vanishes."""
    function = lambda *free: gradient(kind, gammas, scales, free)
    free = mp.findroot(function, grid_start(kind, gammas, scales), tol=mpf(10) ** -90, maxsteps=60)
    v = softmax(list(free))
    assert max(abs(g) for g in function(*free)) < mpf(10) ** -40 * risk(kind, gammas, scales, v), (kind, gammas)
    return v


def probability_at(kind, gamma, scale, multiplier):
    """Second route: the v with scale (-l'(v)) = multiplier, by bisection in the margin of v."""
    low, high = mpf(-200), mpf(200)
    for _ in range(130):
        middle = (low + high) / 2
        falling = -scale * slope_of(kind, mpf(gamma), 1 / (1 + mp.exp(-middle))) > multiplier
        low, high = (middle, high) if falling else (low, middle)
    return 1 / (1 + mp.exp(-low))


def check_multiplier(kind, gammas, scales, v):
    """Assert that at the multiplier of class 0 every class has the same v, and that they add up to 1."""
    with mp.workdps(110):
        multiplier = -scales[0] * slope_of(kind, mpf(gammas[0]), v[0])
        other = [probability_at(kind, gamma, c, multiplier) for gamma, c in zip(gammas, scales)]
        assert max(abs(a - b) / b for a, b in zip(other, v)) < mpf(10) ** -30, (kind, gammas, other, v)
        assert abs(mp.fsum(other) - 1) < mpf(10) ** -30


def check_global(kind, gammas, scales, v):
    """Assert that the risk is higher at 80 points near and far."""
    best, free = risk(kind, gammas, scales, v), [mp.log(p / v[2]) for p in v[:2]]
    for shift in itertools.product((-12, -3, -0.5, -1e-6, 0, 1e-6, 0.5, 3, 12), repeat=2):
        if shift != (0, 0):
            moved = softmax([value + mpf(step) for value, step in zip(free, shift)])
            assert risk(kind, gammas, scales, moved) > best, (kind, gammas, shift)


def joined(values):
    """Doubles separated by semicolons."""
    return ";".join(repr(value) for value in values)


def parameter_of(kind):
    """The parameter, empty where the loss has none."""
    return repr(kind[1]) if kind[0] == "poly1" else ""


def multiclass_rows():
    """All rows of multiclass_calibration.csv."""
    cases = [(k, g, a, s, e) for k in KINDS for g in GAMMAS for a in WEIGHTS for s in SMOOTHINGS for e in ETAS]
    for index, (kind, gammas, weights, smoothing, eta) in enumerate(cases):
        scales = coefficients(weights, smoothing, eta)
        v = minimizer(kind, gammas, scales)
        check_multiplier(kind, gammas, scales, v)
        if index % 8 == 3:
            check_global(kind, gammas, scales, v)
        logs = [mp.log(p) for p in v]
        logits = [value - mp.fsum(logs) / len(logs) for value in logs]
        texts = [";".join(correctly_rounded(x) for x in values) for values in (logits, v)]
        yield [kind[0], parameter_of(kind), joined(gammas), joined(weights), repr(smoothing), joined(eta), *texts]


# ----------------------------------------------------------------------------------------------- two classes

def grid_slope(kind, gammas, scales):
    """Derivative of the risk in the margin on the grid, in doubles; each side scaled by its own 1 - v."""
    p, q = 1 / (1 + np.exp(-GRID)), 1 / (1 + np.exp(GRID))
    power = lambda gamma, a, b: b ** (gamma + 1) if kind[0] == "convex_focal" else (
        b ** gamma * (b - gamma * a * np.log(a)) + (kind[1] * (gamma + 1) * a * b ** (gamma + 1)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return -float(scales[0]) * power(gammas[0], p, q) + float(scales[1]) * power(gammas[1], q, p)


def binary_risk(kind, gammas, scales, margin):
    """Risk and its derivative in the margin."""
    name, parameter = ("poly1", 0.0) if kind[0] == "focal" else kind
    sides = [values_of(name, gamma, parameter, z, DIGITS) for gamma, z in zip(gammas, (margin, -margin))]
    return (scales[0] * sides[0][0] + scales[1] * sides[1][0], scales[0] * sides[0][1] - scales[1] * sides[1][1])


def binary_minimizer(kind, gammas, scales):
    """The lowest of the minima, and how many there are."""
    slope, found = grid_slope(kind, gammas, scales), []
    exact = lambda margin: binary_slope(kind, gammas, scales, margin)
    rising = np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0))
    assert slope[0] < 0 < slope[-1] and len(rising) > 0, (kind, gammas)
    for index in rising:
        ends = (mpf(GRID[max(index - 1, 0)]), mpf(GRID[index + 2]))
        assert exact(ends[0]) < 0 < exact(ends[1]), (kind, gammas)
        margin = mp.findroot(exact, ends, solver="anderson", tol=mpf(10) ** -90, maxsteps=200)
        value, derivative = binary_risk(kind, gammas, scales, margin)
        assert abs(derivative) < mpf(10) ** -35 * value, (kind, gammas)
        found.append((value, margin))
    return min(found)[1], len(found)


def binary_slope(kind, gammas, scales, margin):
    """Derivative of the risk in the margin from dl/dv, without the loss."""
    p = 1 / (1 + mp.exp(-margin))
    first, second = (slope_of(kind, mpf(gamma), v) for gamma, v in zip(gammas, (p, 1 - p)))
    return (scales[0] * first - scales[1] * second) * p * (1 - p)


def binary_rows():
    """All rows of binary_calibration_more.csv, with the number of minima."""
    cases = [(k, g, a, s, e) for k in BINARY_KINDS for g in BINARY_GAMMAS for a in BINARY_WEIGHTS for s in SMOOTHINGS
             for e in BINARY_ETAS if k[0] != "focal" or s > 0]
    for kind, gammas, weights, smoothing, eta in cases:
        scales = coefficients(weights, smoothing, (mpf(eta), 1 - mpf(eta)))
        margin, minima = binary_minimizer(kind, gammas, scales)
        settings = [repr(x) for x in (*gammas, *weights, smoothing, eta)]
        yield [kind[0], parameter_of(kind), *settings, correctly_rounded(margin)], minima


def main():
    """Compute and write both files."""
    mp.dps = DIGITS
    for kind in KINDS:
        for gamma in sorted({gamma for gammas in GAMMAS for gamma in gammas}):
            check_convex(kind, gamma)
    source = [f"generated by src/test/reference/multiclass_calibration.py with mpmath {mpmath.__version__} "
              f"and numpy {np.__version__}",
              f"working precision {DIGITS} decimal digits or more; 25 significant digits printed",
              "e = (1-smoothing) eta + smoothing/K; poly1 adds parameter (1-v)^(gamma+1) to the focal loss"]
    comments = source + ["probabilities = global minimizer of sum_k e_k class_weights_k l_k(v_k); logits add up to 0"]
    columns = ["kind", "parameter", "gammas", "class_weights", "smoothing", "eta", "logits", "probabilities"]
    rows = list(multiclass_rows())
    path = write_csv("multiclass_calibration.csv", comments, columns, rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")
    comments = source + ["margin = global minimizer of e weight_positive l(p) + (1-e) weight_negative l(1-p), K = 2"]
    columns = ["kind", "parameter", "gamma_positive", "gamma_negative", "weight_positive", "weight_negative",
               "smoothing", "eta", "margin"]
    rows, minima = zip(*binary_rows())
    path = write_csv("binary_calibration_more.csv", comments, columns, rows)
    print(f"{path.name}: {len(rows)} rows, {sum(n > 1 for n in minima)} with several minima, "
          f"{path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
