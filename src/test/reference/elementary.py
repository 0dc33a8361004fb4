"""Reference values of exp and log1p, and the polynomials in Elementary.java.

Writes ../resources/reference/elementary.csv and prints the coefficients. Requires mpmath==1.4.1 (see requirements.txt).

The polynomials are minimax in the relative error of the function they are part of, found by Remez' algorithm:

    exp x  = 1 + r + r^2 P(r),                                  |r| <= log 2 / 2
    log(1 + t) = t - (h - s (h + w Q(w))),  s = t / (2 + t), h = t^2 / 2, w = s^2 in [0, 1/9]
"""

import random
from pathlib import Path

from mpmath import lu_solve, matrix, mp, mpf

RESOURCES = Path(__file__).resolve().parent.parent / "resources" / "reference"
DIGITS = 60
PRINTED = 25
RANDOM_SEED = 20170807
DEGREE = 9
GRID = 400
EXPONENTS = [0.0, 5e-324, 1e-300, 1e-16, 1e-8, 0.1, 0.34657359027997264, 0.5, 1.0, 10.0, 37.0, 100.0, 300.0, 699.0, 706.9, 707.0,
             707.1, 708.3, 708.4, 709.0, 709.7, 709.8, 720.0, 740.0, 745.0, 745.13, 745.14, 746.0, 1e4]
FRACTIONS = [0.0, 5e-324, 1e-310, 1e-300, 1e-16, 1e-8, 1e-3, 0.1, 0.25, 0.41421356237309503, 0.5, 0.75, 0.9999999999999999, 1.0]


def remez(function, weight, low, high):
    """Coefficients of the polynomial that minimizes the largest |weight (polynomial - function)| over [low, high]."""
    grid = [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * k / GRID) for k in range(GRID + 1)]
    points = [grid[k * GRID // (DEGREE + 1)] for k in range(DEGREE + 2)]
    coefficients, largest = [], None
    for _ in range(8):
        system = matrix(DEGREE + 2, DEGREE + 2)
        for i, x in enumerate(points):
            for j in range(DEGREE + 1):
                system[i, j] = x ** j
            system[i, DEGREE + 1] = (-1) ** i / weight(x)
        solution = lu_solve(system, matrix([function(x) for x in points]))
        coefficients = [solution[j] for j in range(DEGREE + 1)]
        errors = [weight(x) * (mp.polyval(coefficients[::-1], x) - function(x)) for x in grid]
        runs = [[0]]
        for k in range(1, GRID + 1):
            if (errors[k] > 0) == (errors[k - 1] > 0):
                runs[-1].append(k)
            else:
                runs.append([k])
        extrema = [max(run, key=lambda k: abs(errors[k])) for run in runs]
        largest = max(abs(e) for e in errors)
        if len(extrema) < DEGREE + 2:
            break
        while len(extrema) > DEGREE + 2:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        points = [grid[k] for k in extrema]
    return [float(c) for c in coefficients], largest


def exp_rest(r):
    """(exp(r) - 1 - r) / r^2."""
    return mpf(1) / 2 + r / 6 if abs(r) < mpf(10) ** -15 else (mp.exp(r) - 1 - r) / r ** 2


def log_rest(w):
    """(log((1 + s) / (1 - s)) / s - 2) / w with s = sqrt(w)."""
    s = mp.sqrt(w)
    return mpf(2) / 3 + 2 * w / 5 if w < mpf(10) ** -20 else (mp.log((1 + s) / (1 - s)) / s - 2) / w


def log_weight(w):
    """Share of the term in the logarithm, kept above 0."""
    s = mp.sqrt(w)
    return mpf(10) ** -9 / 2 if w == 0 else (w + mpf(10) ** -9) * s / mp.log((1 + s) / (1 - s))


def main():
    """Prints the coefficients and writes the table."""
    mp.dps = DIGITS
    half = mpf("0.3466")
    print("P", *remez(exp_rest, lambda r: (r * r + mpf(10) ** -12) / mp.exp(r), -half, half))
    print("Q", *remez(log_rest, log_weight, mpf(0), mpf(1) / 9))
    rng = random.Random(RANDOM_SEED)
    exponents = [s * x for x in EXPONENTS for s in (1, -1)]
    exponents += [rng.uniform(-1, 1) * size for size in (1, 40, 709) for _ in range(200)]
    exponents += [rng.uniform(-745, -707) for _ in range(100)]
    fractions = FRACTIONS + [rng.random() for _ in range(400)] + [10 ** rng.uniform(-18, 0) for _ in range(200)]
    with open(RESOURCES / "elementary.csv", "w", encoding="utf-8") as out:
        print("# exp and log1p at exact doubles. By src/test/reference/elementary.py, mpmath 1.4.1.", file=out)
        print("function,x,value", file=out)
        for name, function, values in (("exp", mp.exp, exponents), ("log1p", mp.log1p, fractions)):
            for x in values:
                print(name, repr(x), mp.nstr(function(mpf(x)), PRINTED, min_fixed=0, max_fixed=0), sep=",", file=out)


if __name__ == "__main__":
    main()
