"""Reference values of the binary focal loss and its first two derivatives.

Writes ../resources/reference/focal_loss.csv. Requires mpmath==1.4.1 (see requirements.txt).

The numbers come from the definition L = (1 - p)^gamma * (-log p) with p = 1 / (1 + exp(-z)) and from the chain
rule applied to it by hand. No numerically stable rearrangement is used: the working precision grows with |z|
instead, so that neither 1 - p nor a difference of nearly equal terms loses the digits which are printed.
"""

import math
import random
from pathlib import Path

import mpmath
from mpmath import mp, mpf

RESOURCES = Path(__file__).resolve().parent.parent / "resources" / "reference"
DIGITS = 80
PRINTED = 25
RANDOM_SEED = 20170807

GAMMAS = [0.0, 1e-12, 1e-3, 0.1, 0.3, 0.5, 0.7, 1.0, 1.3, 1.5, 2.0, 2.5, 3.0, math.pi, 4.0, 5.0, 7.25, 10.0]
MAGNITUDES = [0.0, 5e-324, 1e-300, 1e-16, 1e-8, 1e-3, 0.1, 0.5, math.log(2.0), 1.0, 2.0, 2.78, 5.0, 10.0, 20.0,
              30.0, 36.0, 37.0, 38.0, 50.0, 60.0, 100.0, 200.0, 350.0, 500.0, 700.0, 709.0, 710.0, 740.0, 745.0,
              746.0, 1000.0, 3000.0, 1e4]


def digits_for(z, base=DIGITS):
    """Decimal digits at which 1 - p keeps `base` digits: exp(-|z|) is about 10^(-0.4343 |z|)."""
    return base + int(math.ceil(0.44 * abs(float(z))))


def probability(z):
    """The definition p = 1 / (1 + exp(-z)), at the current precision."""
    return 1 / (1 + mp.exp(-z))


def focal_definition(gamma, z):
    """The definition (1 - p)^gamma * (-log p), at the current precision."""
    p = probability(z)
    return (1 - p) ** gamma * -mp.log(p)


def focal_values(gamma, z, base=DIGITS):
    """Loss, derivative and second derivative with respect to z, correct to about `base` digits.

    With f(p) = -(1-p)^gamma log p the chain rule reads L' = f' p' and L'' = f'' p'^2 + f' p'',
    where p' = p (1-p) and p'' = p (1-p) (1-2p).
    """
    with mp.workdps(digits_for(z, base)):
        gamma, z = mpf(gamma), mpf(z)
        p = probability(z)
        q = 1 - p
        log_p = mp.log(p)
        power = q ** gamma
        f1 = gamma * power / q * log_p - power / p
        f2 = -gamma * (gamma - 1) * power / q ** 2 * log_p + 2 * gamma * power / (q * p) + power / p ** 2
        p1 = p * q
        p2 = p1 * (1 - 2 * p)
        return -power * log_p, f1 * p1, f2 * p1 ** 2 + f1 * p2


def decimal(value, digits=PRINTED):
    """`value` with `digits` significant digits; an underflowing value keeps its true exponent.

    The mantissa is shortened first: mpmath cannot print one of several thousand digits below 10^-1000.
    """
    with mp.workdps(digits + 20):
        return mp.nstr(+value, digits)


def correctly_rounded(value):
    """The printed text, after checking that it parses to the double nearest to `value`."""
    text = decimal(value)
    assert float(text) == float(decimal(value, 60)), text
    return text


def relative_difference(a, b):
    """|a - b| / |b|, or 0 when both are equal."""
    return mpf(0) if a == b else abs(a - b) / abs(b)


def check_against_differentiation(gamma, z):
    """Assert that the chain rule agrees with numerical differentiation of the definition."""
    with mp.workdps(digits_for(z, 3 * DIGITS)):
        function = lambda x: focal_definition(mpf(gamma), x)
        expected = (function(mpf(z)), mp.diff(function, mpf(z)), mp.diff(function, mpf(z), 2))
        for actual, wanted in zip(focal_values(gamma, z), expected):
            assert relative_difference(actual, wanted) < mpf(10) ** -30, (gamma, z, actual, wanted)


def check_precision(gamma, z):
    """Assert that twice the digits print the same text."""
    for once, twice in zip(focal_values(gamma, z), focal_values(gamma, z, 2 * DIGITS)):
        assert decimal(once) == decimal(twice), (gamma, z, once, twice)


def margins():
    """The fixed margins with both signs (zero too), then seeded random ones in [-60, 60]."""
    generator = random.Random(RANDOM_SEED)
    fixed = [sign * magnitude for magnitude in MAGNITUDES for sign in (1.0, -1.0)]
    return fixed + [generator.uniform(-60.0, 60.0) for _ in range(30)]


def write_csv(name, comments, columns, rows):
    """Write `rows` of strings below `#` comment lines and a column header; return the path."""
    RESOURCES.mkdir(parents=True, exist_ok=True)
    path = RESOURCES / name
    lines = ["# " + comment for comment in comments] + [",".join(columns)] + [",".join(row) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode("ascii"))
    return path


def main():
    """Compute, check and write all points."""
    rows, underflows, checked = [], 0, 0
    for gamma in GAMMAS:
        for index, z in enumerate(margins()):
            check_precision(gamma, z)
            if abs(z) <= 60 and index % 3 == 0:
                check_against_differentiation(gamma, z)
                checked += 1
            texts = [correctly_rounded(value) for value in focal_values(gamma, z)]
            underflows += any(float(text) == 0.0 for text in texts)
            rows.append([repr(gamma), repr(z)] + texts)
    comments = ["generated by src/test/reference/focal_loss.py with mpmath " + mpmath.__version__,
                f"working precision {DIGITS} + 0.44 |z| decimal digits; {PRINTED} significant digits printed",
                "loss = (1-p)^gamma * (-log p), p = 1/(1+exp(-z)); derivatives with respect to z",
                "gamma and z are exact doubles; values below the double range keep their true exponent"]
    path = write_csv("focal_loss.csv", comments, ["gamma", "z", "loss", "derivative", "second_derivative"], rows)
    print(f"{path.name}: {len(rows)} points, {len(GAMMAS)} gammas, {checked} points checked by differentiation, "
          f"{underflows} rows with a value that rounds to zero, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
