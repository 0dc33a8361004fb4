"""Second derivatives of focal objectives over a few rows, by mpmath: for SampleHessianTest.

Python 3 and mpmath. Prints the upper triangle by row: coefficients column by column, then intercepts.
"""

from mpmath import diff, exp, log, mp, mpf, nstr

mp.dps = 40

ROWS = [[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25], [2.0, 1.0]]
WEIGHTS = [1.0, 2.0, 0.5, 3.0]
MEANS = [0.25, 0.5]
DEVIATIONS = [1.5, 2.0]


def standardized(row):
    return [(mpf(x) - m) / s for x, m, s in zip(row, MEANS, DEVIATIONS)]


def binary(labels, gamma, class_weights):
    """Mean focal loss of Lin et al. 2017 as a function of two coefficients and an intercept."""

    def objective(*point):
        total = norm = mpf(0)
        for row, weight, label in zip(ROWS, WEIGHTS, labels):
            margin = sum(c * x for c, x in zip(point, standardized(row))) + point[2]
            p = 1 / (1 + exp(-margin if label == 1 else margin))
            total += weight * class_weights[label] * (1 - p) ** gamma * -log(p)
            norm += weight * class_weights[label]
        return total / norm

    return objective


def softmax(labels, gamma, classes):
    def objective(*point):
        total = mpf(0)
        for row, weight, label in zip(ROWS, WEIGHTS, labels):
            x = standardized(row)
            margins = [point[2 * c] * x[0] + point[2 * c + 1] * x[1] + point[2 * classes + c] for c in range(classes)]
            p = exp(margins[label]) / sum(exp(m) for m in margins)
            total += weight * (1 - p) ** gamma * -log(p)
        return total / sum(WEIGHTS)

    return objective


def second(objective, point):
    size = len(point)
    for i in range(size):
        line = []
        for j in range(i, size):
            orders = [0] * size
            orders[i] += 1
            orders[j] += 1
            line.append(nstr(diff(objective, tuple(mpf(x) for x in point), tuple(orders)), 12))
        print(", ".join(line))


print("binary")
second(binary([1, 0, 0, 1], 2, [0.5, 2.0]), [0.3, -0.2, 0.1])
print("softmax")
second(softmax([0, 2, 1, 2], 2, 3), [0.3, -0.2, -0.1, 0.4, 0.05, 0.1, 0.1, -0.3, 0.2])
