"""Reference values of the convex focal, Poly-1 focal and reduced focal loss and their derivatives in the margin.

Writes ../resources/reference/pointwise_losses.csv. Requires mpmath==1.4.1 (see requirements.txt).

Definitions, with p = 1 / (1 + exp(-z)):
  convex_focal  integral over t from p to 1 of (1-t)^gamma / t
  poly1         (1-p)^gamma (-log p) + epsilon (1-p)^(gamma+1), epsilon = parameter
  reduced       -log p where p < th, ((1-p)/(1-th))^gamma (-log p) elsewhere, th = parameter (continuous form)

The integral is taken as a hypergeometric series in 1 - p and, independently, by quadrature; the derivatives by the
chain rule in p and, independently, by numerical differentiation. The working precision grows with |z|.
"""

import math

import mpmath
from mpmath import mp, mpf

from focal_loss import (DIGITS, PRINTED, correctly_rounded, decimal, digits_for, focal_values, probability,
                        relative_difference, write_csv)

CONVEX_GAMMAS = [0.0, 1e-3, 0.5, 1.0, 2.0, 2.5, 3.0, 5.0, 10.0]
GAMMAS = [0.0, 0.5, 2.0, 5.0]
EPSILONS = [-0.5, 1.0, 2.0]
THRESHOLDS = [0.25, 0.5, 0.8]
MAGNITUDES = [0.0, 1e-300, 1e-16, 1e-8, 1e-3, 0.05, 0.1, 0.3, 0.5, math.log(2.0), 0.9, 1.0, 1.5, 2.0, 2.78, 3.5, 5.0,
              7.0, 10.0, 15.0, 20.0, 30.0, 37.0, 50.0, 100.0, 300.0, 700.0, 745.0, 746.0, 1000.0]
KINK_OFFSETS = [1e-9, 1e-3]


def convex_hypergeometric(gamma, z):
    """The integral with 1 / t = 1 / (1 - u) expanded in u = 1 - t, as mpmath sums it; -log p at gamma = 0."""
    if gamma == 0:
        return -mp.log(probability(z))
    q = 1 - probability(z)
    return q ** (gamma + 1) / (gamma + 1) * mp.hyp2f1(1, gamma + 1, gamma + 2, q)


def convex_quadrature(gamma, z):
    """The integral by quadrature: over log t up to t = 1/2 and over (1-t) / (1-p) or (1-t) / (1/2) from there."""
    left = mpf(0)
    if z < 0:
        ends = [mp.log(probability(z)), -mp.log(2)]
        steps = sorted({*ends, *(mpf(-x) for x in (1, 2, 4, 10, 30, 100, 300) if ends[0] < -x < ends[1])})
        left = mp.quad(lambda x: (1 - mp.exp(x)) ** gamma, steps)
    scale = min(mp.exp(-z) / (1 + mp.exp(-z)), mpf(1) / 2)
    return left + scale ** (gamma + 1) * mp.quad(lambda w: w ** gamma / (1 - scale * w), [0, 1])


def check_integral(gamma, z, value):
    """Assert that the quadrature agrees with the series."""
    with mp.workdps(DIGITS // 2):
        assert relative_difference(convex_quadrature(mpf(gamma), mpf(z)), value) < mpf(10) ** -30, (gamma, z)


def convex_values(gamma, _, z, base):
    """Loss and derivatives of the convex focal loss; dL/dp = -(1-p)^gamma / p is the integrand."""
    with mp.workdps(digits_for(z, base)):
        gamma, z = mpf(gamma), mpf(z)
        p = probability(z)
        q = 1 - p
        f1 = -q ** gamma / p
        f2 = gamma * q ** gamma / (q * p) + q ** gamma / p ** 2
        return convex_hypergeometric(gamma, z), f1 * p * q, f2 * (p * q) ** 2 + f1 * p * q * (1 - 2 * p)


def poly1_values(gamma, epsilon, z, base):
    """Loss and derivatives of focal + epsilon (1-p)^(gamma+1)."""
    with mp.workdps(digits_for(z, base)):
        focal = focal_values(gamma, z, base)
        gamma, epsilon, z = mpf(gamma), mpf(epsilon), mpf(z)
        p = probability(z)
        q = 1 - p
        f1 = -(gamma + 1) * q ** gamma
        f2 = (gamma + 1) * gamma * q ** gamma / q
        extra = (q ** (gamma + 1), f1 * p * q, f2 * (p * q) ** 2 + f1 * p * q * (1 - 2 * p))
        return tuple(a + epsilon * b for a, b in zip(focal, extra))


def reduced_values(gamma, threshold, z, base):
    """Loss and derivatives of the reduced focal loss on the side of the threshold where z lies."""
    with mp.workdps(digits_for(z, base)):
        threshold = mpf(threshold)
        if probability(mpf(z)) < threshold:
            return focal_values(0.0, z, base)
        return tuple(value / (1 - threshold) ** mpf(gamma) for value in focal_values(gamma, z, base))


def definition(kind, gamma, parameter, z):
    """The definitions of the header, at the current precision."""
    p, gamma, parameter = probability(z), mpf(gamma), mpf(parameter)
    if kind == "convex_focal":
        return convex_hypergeometric(gamma, z)
    if kind == "poly1":
        return (1 - p) ** gamma * -mp.log(p) + parameter * (1 - p) ** (gamma + 1)
    return -mp.log(p) * (1 if p < parameter else ((1 - p) / (1 - parameter)) ** gamma)


VALUES = {"convex_focal": convex_values, "poly1": poly1_values, "reduced": reduced_values}


def values_of(kind, gamma, parameter, z, base=DIGITS):
    """Loss, derivative and second derivative."""
    return VALUES[kind](gamma, parameter, z, base)


def kink(threshold):
    """The double nearest to the margin where p = threshold."""
    return math.log(threshold / (1.0 - threshold))


def reduced_margins(margins, center):
    """The margins but those so close to the kink that the double p may fall on its other side, and some around it."""
    near = {center + sign * offset for offset in KINK_OFFSETS for sign in (1.0, -1.0)}
    return sorted({*(z for z in margins if abs(z - center) > 1e-10), *near, center})


def cases():
    """All (kind, gamma, parameter, z)."""
    margins = sorted({sign * magnitude for magnitude in MAGNITUDES for sign in (1.0, -1.0)})
    for gamma in CONVEX_GAMMAS:
        yield from (("convex_focal", gamma, 0.0, z) for z in margins)
    for gamma in GAMMAS[1:] + [0.0]:
        for epsilon in EPSILONS:
            yield from (("poly1", gamma, epsilon, z) for z in margins[::1 if gamma else 3])
    for gamma in GAMMAS[1:]:
        for threshold in THRESHOLDS:
            yield from (("reduced", gamma, threshold, z) for z in reduced_margins(margins, kink(threshold)))


def check_against_differentiation(case, values):
    """Assert that loss and derivatives agree with numerical differentiation of the definition."""
    kind, gamma, parameter, z = case
    with mp.workdps(digits_for(z)):
        function = lambda x: definition(kind, gamma, parameter, x)
        wanted = (function(mpf(z)), mp.diff(function, mpf(z)), mp.diff(function, mpf(z), 2))
        for actual, expected in zip(values, wanted):
            assert relative_difference(actual, expected) < mpf(10) ** -30, (case, actual, expected)


def check(case, values):
    """Assert the second routes; twice the digits must print the same text."""
    kind, gamma, parameter, z = case
    if abs(z) <= 50:
        twice = values_of(*case, 2 * DIGITS)
        assert [decimal(x) for x in values] == [decimal(x) for x in twice], case
    if kind == "convex_focal":
        check_integral(gamma, z, values[0])
    if (-2 if kind == "convex_focal" else -20) <= z <= 20:
        check_against_differentiation(case, values)


def csv_row(case, values):
    """The text columns of one case; no derivatives at the kink of the reduced loss."""
    kind, gamma, parameter, z = case
    texts = [correctly_rounded(value) for value in values]
    at_kink = kind == "reduced" and z == kink(parameter)
    written = "" if kind == "convex_focal" else repr(parameter)
    return [kind, repr(gamma), written, repr(z)] + (texts[:1] + ["", ""] if at_kink else texts)


def main():
    """Compute, check and write all rows."""
    rows, counts = [], {}
    for case in cases():
        values = values_of(*case)
        if case[0] != "reduced" or case[3] != kink(case[2]):
            check(case, values)
        rows.append(csv_row(case, values))
        counts[case[0]] = counts.get(case[0], 0) + 1
    comments = ["generated by src/test/reference/pointwise_losses.py with mpmath " + mpmath.__version__,
                f"working precision {DIGITS} + 0.44 |z| decimal digits; {PRINTED} significant digits printed",
                "p = 1/(1+exp(-z)); derivatives with respect to z; gamma, parameter and z are exact doubles",
                "convex_focal: integral over t from p to 1 of (1-t)^gamma/t",
                "poly1: (1-p)^gamma (-log p) + parameter (1-p)^(gamma+1)",
                "reduced: -log p where p < parameter, ((1-p)/(1-parameter))^gamma (-log p) elsewhere;",
                "derivatives are empty at the double nearest to the kink log(parameter/(1-parameter))"]
    columns = ["kind", "gamma", "parameter", "z", "loss", "derivative", "second_derivative"]
    path = write_csv("pointwise_losses.csv", comments, columns, rows)
    print(f"{path.name}: {len(rows)} rows {counts}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
