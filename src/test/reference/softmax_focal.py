"""Reference values of the softmax focal loss and its derivatives in the logits, with and without label smoothing.

Writes ../resources/reference/softmax_focal.csv. Requires mpmath==1.4.1 (see requirements.txt).

loss = sum_k y'_k a_k (1 - v_k)^gamma_k (-log v_k) with v = softmax(logits), a the class weights and
y' = (1 - smoothing) onehot(label) + smoothing / K. The numbers come from this definition and the chain rule through
the softmax. No stable rearrangement is used: the working precision grows with the spread of the logits.
"""

import random

import mpmath
from mpmath import mp, mpf

from focal_loss import DIGITS, PRINTED, correctly_rounded, decimal, digits_for, relative_difference, write_csv

RANDOM_SEED = 19030134
SMOOTHING = 0.1
GAMMAS = {3: [(0.0, 0.0, 0.0), (0.5, 0.5, 0.5), (2.0, 2.0, 2.0), (5.0, 5.0, 5.0), (0.0, 2.0, 5.0), (5.0, 0.5, 2.0)],
          5: [(0.0, 0.5, 2.0, 5.0, 2.0), (2.0,) * 5]}
WEIGHTS = {3: [(1.0, 1.0, 1.0), (0.2, 1.0, 7.0)], 5: [(1.0,) * 5, (0.2, 1.0, 7.0, 0.5, 3.0)]}
FIXED = {3: [("zeros", (0.0, 0.0, 0.0)), ("tie", (1e4, 1e4, 1e4)), ("tie-top", (2.5, 2.5, -1.0)),
             ("tie-rest", (-3.0, 0.75, 0.75)), ("dominating", (40.0, 0.5, -0.25)), ("dominating", (0.0, 750.0, 1.0)),
             ("dominating", (-3.0, 2.0, 1000.0)), ("underflow", (-800.0, 3.0, 2.5)),
             ("underflow", (1000.0, -1000.0, 999.0)), ("underflow", (20.0, 10.0, -745.5)),
             ("tiny", (1e-300, -1e-17, 1e-9))],
         5: [("zeros", (0.0,) * 5), ("tie-top", (4.0, -1.0, 4.0, 4.0, 0.5)),
             ("dominating", (0.0, 710.0, -2.0, 1.0, 0.5)), ("underflow", (3.0, 2.0, -1000.0, -999.0, 1.0))]}
SPREADS = [("moderate", 3.0, 0.0), ("moderate", 3.0, 0.0), ("wide", 40.0, 0.0), ("extreme", 1000.0, 0.0),
           ("extreme", 1000.0, 0.0), ("offset", 5.0, 1e4), ("offset", 30.0, -1e4), ("offset", 1000.0, 1e4)]


def softmax(logits):
    """The definition exp(logit_k) / sum of all, at the current precision."""
    powers = [mp.exp(value) for value in logits]
    total = mp.fsum(powers)
    return [value / total for value in powers]


def targets(size, label, smoothing):
    """y' = (1 - smoothing) onehot(label) + smoothing / size."""
    return [(1 - mpf(smoothing)) * (k == label) + mpf(smoothing) / size for k in range(size)]


def loss_definition(case, logits):
    """The definition of the loss at the current precision."""
    gammas, weights, _, label, smoothing = case
    total = mpf(0)
    for v, y, a, gamma in zip(softmax(logits), targets(len(logits), label, smoothing), weights, gammas):
        if y:
            total += y * mpf(a) * (1 - v) ** mpf(gamma) * -mp.log(v)
    return total


def focal_slope(v, gamma):
    """Derivative of (1 - v)^gamma (-log v) in v."""
    gamma = mpf(gamma)
    return gamma * (1 - v) ** (gamma - 1) * mp.log(v) - (1 - v) ** gamma / v


def loss_and_derivatives(case, base=DIGITS):
    """Loss and its derivatives in the logits: dv_k / dlogit_j = v_k ([j = k] - v_j)."""
    gammas, weights, logits, label, smoothing = case
    with mp.workdps(digits_for(max(logits) - min(logits), base)):
        exact = [mpf(value) for value in logits]
        v = softmax(exact)
        outer = [y * mpf(a) * focal_slope(p, gamma) * p if y else mpf(0)
                 for p, y, a, gamma in zip(v, targets(len(v), label, smoothing), weights, gammas)]
        total = mp.fsum(outer)
        others = [mp.fsum(outer[:j] + outer[j + 1:]) for j in range(len(v))] if smoothing else None
        derivatives = []
        for j, p in enumerate(v):
            rest = others[j] if smoothing else total - outer[j]
            derivatives.append(outer[j] * (1 - p) - p * rest)
        return loss_definition(case, exact), derivatives


def check_precision(case, values):
    """Assert that twice the digits print the same text."""
    twice = loss_and_derivatives(case, 2 * DIGITS)
    assert [decimal(x) for x in (values[0], *values[1])] == [decimal(x) for x in (twice[0], *twice[1])], case


def check_against_differentiation(case, values):
    """Assert that up to five derivatives agree with numerical differentiation of the definition, and their sum."""
    logits, size = case[2], len(case[2])
    with mp.workdps(digits_for(max(logits) - min(logits), 3 * DIGITS)):
        exact = [mpf(value) for value in logits]
        for j in {case[3], *range(0, size, max(1, size // 4))}:
            shifted = lambda x: loss_definition(case, exact[:j] + [x] + exact[j + 1:])
            assert relative_difference(mp.diff(shifted, exact[j]), values[1][j]) < mpf(10) ** -30, (case, j)
    assert abs(mp.fsum(values[1])) <= mpf(10) ** -60 * max(abs(d) for d in values[1]), case


def check_binary(case, values):
    """With all n other logits equal, 1 - v_y = odds / (1 + odds), odds = n exp(other - logit_y): assert the loss."""
    gammas, weights, logits, label, smoothing = case
    others = {x for k, x in enumerate(logits) if k != label}
    if smoothing or len(others) != 1:
        return 0
    with mp.workdps(digits_for(max(logits) - min(logits), 2 * DIGITS)):
        odds = (len(logits) - 1) * mp.exp(mpf(others.pop()) - mpf(logits[label]))
        expected = mpf(weights[label]) * (odds / (1 + odds)) ** mpf(gammas[label]) * mp.log(1 + odds)
    assert relative_difference(values[0], expected) < mpf(10) ** -40, case
    return 1


def draw(size, spread, offset, generator):
    """Random logits; multiples of 2^-20 where spread is large, else a loss may lie a hair beside a rounding tie."""
    values = [offset + generator.uniform(-spread, spread) for _ in range(size)]
    return tuple(round(value * 2 ** 20) / 2 ** 20 if spread > 5 else value for value in values)


def logit_vectors(size, generator):
    """Fixed vectors, then seeded random ones of every spread, as (name, logits)."""
    drawn = [(name, draw(size, spread, offset, generator)) for name, spread, offset in SPREADS]
    return FIXED[size] + drawn


def small_cases(size, generator):
    """Every logit vector with every gammas and weights, the label moving on; smoothed where the index says so."""
    step = 0
    for i, gammas in enumerate(GAMMAS[size]):
        for j, weights in enumerate(WEIGHTS[size]):
            for name, logits in logit_vectors(size, generator):
                label = step % size
                step += 1
                yield name, (gammas, weights, logits, label, 0.0)
                if (step + i + j) % 3 == 0:
                    yield name, (gammas, weights, logits, label, SMOOTHING)


def large_cases(generator):
    """Eleven cases of 100 classes, the last one smoothed."""
    size = 100
    gammas = tuple((0.0, 0.5, 2.0, 5.0)[k % 4] for k in range(size))
    weights = tuple((0.2, 1.0, 7.0)[k % 3] for k in range(size))
    for index, (name, spread, offset) in enumerate(SPREADS + SPREADS[:1]):
        logits = draw(size, spread, offset, generator)
        yield name, (gammas, weights, logits, 11 * index, 0.0)
    yield "ties", (gammas, weights, (0.25,) * size, 50, 0.0)
    yield "moderate", (gammas, weights, draw(size, 3.0, 0.0, generator), 98, SMOOTHING)


def joined(values):
    """Exact doubles separated by semicolons."""
    return ";".join(repr(value) for value in values)


def csv_row(name, case, values):
    """The text columns of one case."""
    gammas, weights, logits, label, smoothing = case
    return [name, joined(gammas), joined(weights), joined(logits), str(label), repr(smoothing),
            correctly_rounded(values[0]), ";".join(correctly_rounded(value) for value in values[1])]


def main():
    """Compute, check and write all cases."""
    generator = random.Random(RANDOM_SEED)
    cases = [*small_cases(3, generator), *small_cases(5, generator), *large_cases(generator)]
    rows, differentiated, by_hand = [], 0, 0
    for index, (name, case) in enumerate(cases):
        values = loss_and_derivatives(case)
        check_precision(case, values)
        by_hand += check_binary(case, values)
        if max(case[2]) - min(case[2]) <= 100 and (index % 3 == 0 or len(case[2]) == 100):
            check_against_differentiation(case, values)
            differentiated += 1
        rows.append(csv_row(f"{name}-{len(case[2])}-{index}", case, values))
    comments = ["generated by src/test/reference/softmax_focal.py with mpmath " + mpmath.__version__,
                f"working precision {DIGITS} + 0.44 spread decimal digits; {PRINTED} significant digits printed",
                "loss = sum_k y'_k a_k (1-v_k)^gamma_k (-log v_k), v = softmax(logits), a = class_weights",
                "y' = (1-smoothing) onehot(label) + smoothing/K; derivatives in the logits; lists separated by ;",
                "gammas, class_weights, logits and smoothing are exact doubles"]
    columns = ["case", "gammas", "class_weights", "logits", "label", "smoothing", "loss", "derivatives"]
    path = write_csv("softmax_focal.csv", comments, columns, rows)
    print(f"{path.name}: {len(rows)} rows, {differentiated} checked by differentiation, {by_hand} by the odds, "
          f"{sum(case[4] > 0 for _, case in cases)} smoothed, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
