"""Reference values of the focal losses of PyTorch users: segmentation-models-pytorch, torchvision and F.cross_entropy.

Writes ../resources/reference/smp_focal.csv. Requires the packages of requirements-torch.txt, in an environment of
their own. PyTorch computes every value in double precision on the CPU; nothing here replaces its arithmetic. Of
segmentation-models-pytorch only the package `losses` is imported, so that its encoders' packages are not needed.

Functions, in the column `function`:
  focal_loss_with_logits, softmax_focal_loss_with_logits   segmentation-models-pytorch, all options
  FocalLoss                    its module, modes binary, multilabel, multiclass; an array from reduction none and
                               batchwise_mean becomes one number there, since the class losses are averaged
  sum_of_binaries              focal_loss_with_logits per class column against the rest, added up
                               (what FocalLoss(mode="multiclass") returned up to version 0.5.0)
  cross_entropy                torch.nn.functional.cross_entropy with weight and label_smoothing
  weighted_softmax_focal       cross_entropy(reduction="none", weight=w) times (1-pt)^gamma; mean divides by sum w_y
  sigmoid_focal_loss           torchvision.ops
"""

import importlib.metadata
import importlib.util
import itertools
import os
import sys
import types

os.environ["ATEN_CPU_CAPABILITY"] = "default"  # before torch: scalar code, so that the CPU does not decide the bits

import mpmath
import torch
import torch.nn.functional as F
import torchvision
from mpmath import mp, mpf

from focal_loss import write_csv

ALPHAS = [None, 0.0, 0.25, 1.0]
GAMMAS = [0.0, 0.5, 2.0, 5.0]
REDUCTIONS = ["mean", "sum", "none", "batchwise_mean"]
THRESHOLDS = [None, 0.3, 0.5]
EPS = 1e-6
CLASS_WEIGHTS = [0.2, 1.0, 7.0]
COLUMNS = ["function", "mode", "alpha", "gamma", "reduction", "normalized", "reduced_threshold", "eps", "weights",
           "smoothing", "ignore_index", "logits", "targets", "shape", "value_shape", "values"]
AGREEMENT = 1e-12

BINARY = ([0.0, 1.75, -2.5, 0.4, -0.9, 3.25, -4.0, 0.05], [1, 1, 0, 0, 1, 0, 1, 0], [8])
MULTILABEL = ([0.3, -1.2, 2.1, -0.4, 0.8, -3.0, 1.5, 0.0, -0.7, 2.6, -1.9, 0.6], [1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0],
              [4, 3])
MULTICLASS = ([1.2, -0.7, 0.3, 0.0, 0.0, 0.0, -2.4, 1.1, 0.9, 3.0, -1.0, 0.25, -0.6, 0.8, -2.2], [0, 2, 1, 2, 1],
              [5, 3])
BINARY_IGNORED = (BINARY[0], [1, -1, 0, 0, 1, -1, 1, 0], BINARY[2])
MULTICLASS_IGNORED = (MULTICLASS[0], [0, 2, -1, 2, 1], MULTICLASS[2])
EASY = ([14.0, -13.0, 15.5, -14.25], [1, 0, 1, 0], [4])
EASY_MULTICLASS = ([15.0, 0.5, -1.0, -1.0, 16.0, 0.0], [0, 1], [2, 3])


def losses_package():
    """segmentation_models_pytorch.losses of the installed wheel, without the package's own __init__."""
    name = "segmentation_models_pytorch"
    parent = types.ModuleType(name)
    parent.__path__ = list(importlib.util.find_spec(name).submodule_search_locations)
    sys.modules[name] = parent
    return importlib.import_module(name + ".losses")


LOSSES = losses_package()
FUNCTIONAL = importlib.import_module("segmentation_models_pytorch.losses._functional")


def tensors(data, dtype=torch.float64):
    """Logits in double precision and targets, reshaped; class indices stay one per row."""
    logits, targets, shape = data
    labels = torch.tensor(targets, dtype=dtype)
    output = torch.tensor(logits, dtype=torch.float64).reshape(shape)
    return output, labels.reshape(shape) if labels.numel() == output.numel() else labels


def row(function, mode, data, value, **options):
    """The text columns of one value; options which the function does not have stay empty."""
    joined = lambda values: ";".join(repr(v) for v in values)
    text = lambda v: "" if v is None else str(v).lower() if isinstance(v, bool) else v if isinstance(v, str) else (
        joined(v) if isinstance(v, list) else repr(v))
    settings = [text(options.get(name)) for name in COLUMNS[2:11]]
    shape = "x".join(str(size) for size in value.shape)
    return [function, mode, *settings, joined(data[0]), joined(data[1]), "x".join(map(str, data[2])), shape,
            joined(value.reshape(-1).tolist())]


def options(alphas=ALPHAS, reductions=REDUCTIONS):
    """All combinations of the options of focal_loss_with_logits."""
    names = ("alpha", "gamma", "reduction", "normalized", "reduced_threshold")
    for values in itertools.product(alphas, GAMMAS, reductions, (False, True), THRESHOLDS):
        yield dict(zip(names, values))


# ------------------------------------------------------------------------------- second route: the formulas in mpmath

def reduce_all(terms, factors, option, shape):
    """Second route: normalization, then reduction, of exact per-element terms."""
    if option["normalized"]:
        divisor = max(mp.fsum(factors), mpf(EPS))
        terms = [term / divisor for term in terms]
    total = mp.fsum(terms)
    width = len(terms) // shape[0]
    return {"none": terms, "sum": [total], "mean": [total / len(terms)],
            "batchwise_mean": [mp.fsum(terms[j::width]) for j in range(width)]}[option["reduction"]]


def factor(p, option):
    """Second route: (1-p)^gamma, or its published reduced form."""
    threshold = option["reduced_threshold"]
    if threshold is None:
        return (1 - p) ** mpf(option["gamma"])
    return mpf(1) if p < mpf(threshold) else ((1 - p) / mpf(threshold)) ** mpf(option["gamma"])


def binary_formula(data, option):
    """Second route for focal_loss_with_logits."""
    terms, factors, alpha = [], [], option["alpha"]
    for logit, target in zip(data[0], data[1]):
        p = 1 / (1 + mp.exp(-mpf(logit) if target else mpf(logit)))
        weight = 1 if alpha is None else mpf(alpha) if target else 1 - mpf(alpha)
        factors.append(factor(p, option))
        terms.append(weight * factors[-1] * -mp.log(p))
    return reduce_all(terms, factors, option, data[2])


def softmax_formula(data, option):
    """Second route for softmax_focal_loss_with_logits."""
    terms, factors, size = [], [], data[2][1]
    for i, label in enumerate(data[1]):
        powers = [mp.exp(mpf(x)) for x in data[0][i * size:(i + 1) * size]]
        p = powers[label] / mp.fsum(powers)
        factors.append(factor(p, option))
        terms.append(factors[-1] * -mp.log(p))
    return reduce_all(terms, factors, option, [len(terms)])


def cross_entropy_formula(weights, reduction, smoothing):
    """Second route for F.cross_entropy: sum_k y'_k w_k (-log v_k), and mean divides by sum w_y."""
    terms, smoothing = [], mpf(smoothing)
    for i, label in enumerate(MULTICLASS[1]):
        powers = [mp.exp(mpf(x)) for x in MULTICLASS[0][i * 3:(i + 1) * 3]]
        losses = [-mpf(w) * mp.log(power / mp.fsum(powers)) for w, power in zip(weights, powers)]
        terms.append((1 - smoothing) * losses[label] + smoothing / 3 * mp.fsum(losses))
    divisor = mp.fsum(mpf(weights[label]) for label in MULTICLASS[1])
    return {"none": terms, "sum": [mp.fsum(terms)], "mean": [mp.fsum(terms) / divisor]}[reduction]


def check(value, expected, tolerance, case):
    """Assert that PyTorch's doubles agree with the formula."""
    actual = value.reshape(-1).tolist()
    assert len(actual) == len(expected), case
    for a, b in zip(actual, expected):
        assert abs(mpf(a) - b) <= tolerance * abs(b), (case, a, mp.nstr(b, 20))


# ------------------------------------------------------------------------------------------------------------- rows

def smp_rows():
    """focal_loss_with_logits and softmax_focal_loss_with_logits; EASY data reach the clamp of `normalized`."""
    for mode, data in (("binary", BINARY), ("multilabel", MULTILABEL), ("binary", EASY)):
        for option in options() if data is not EASY else options([None, 0.25], ["mean", "sum"]):
            value = FUNCTIONAL.focal_loss_with_logits(*tensors(data), **option)
            check(value, binary_formula(data, option), AGREEMENT if data is not EASY else 1e-8, option)
            yield row("focal_loss_with_logits", mode, data, value, eps=EPS, **option)
    for data in (MULTICLASS, EASY_MULTICLASS):
        for option in options([None], REDUCTIONS if data is MULTICLASS else ["mean", "sum"]):
            del option["alpha"]
            value = FUNCTIONAL.softmax_focal_loss_with_logits(*tensors(data, torch.long), **option)
            check(value, softmax_formula(data, option), AGREEMENT if data is MULTICLASS else 1e-8, option)
            yield row("softmax_focal_loss_with_logits", "multiclass", data, value, eps=EPS, **option)


def module_row(mode, data, option, **extra):
    """FocalLoss with the options and, beyond them, class_weights or ignore_index."""
    loss = LOSSES.FocalLoss(mode, **option, **extra)
    value = loss(*tensors(data, torch.long if mode == "multiclass" else torch.float64))
    return row("FocalLoss", mode, data, value, eps=EPS, weights=extra.get("class_weights"),
               ignore_index=extra.get("ignore_index"), **option)


def module_rows():
    """FocalLoss, and the sum of binaries which it used to return; class weights are exact in its float32."""
    for option in options([None, 0.25]):
        yield row("sum_of_binaries", "multiclass", MULTICLASS, sum_of_binaries(option), eps=EPS, **option)
    for option in options([None, 0.25], ["mean", "sum"]):
        yield module_row("binary", BINARY_IGNORED, option, ignore_index=-1)
        yield module_row("multiclass", MULTICLASS_IGNORED, option, ignore_index=-1)
        for mode, data in (("multilabel", MULTILABEL), ("multiclass", MULTICLASS)):
            yield module_row(mode, data, option)
            yield module_row(mode, data, option, class_weights=[0.25, 1.0, 7.0])


def sum_of_binaries(option):
    """Every class column against the rest, by focal_loss_with_logits; checked against FocalLoss times the classes."""
    output, target = tensors(MULTICLASS, torch.long)
    parts = [FUNCTIONAL.focal_loss_with_logits(output[:, k], (target == k).long(), **option) for k in range(3)]
    total = torch.stack(parts).sum(0)
    mean = LOSSES.FocalLoss("multiclass", **option)(output, target)
    assert abs(3 * mean - total.mean()) <= 1e-14 * abs(total.mean()), option
    return total


def cross_entropy_rows():
    """F.cross_entropy, and the softmax focal loss built on it; weights as doubles."""
    output, target = tensors(MULTICLASS, torch.long)
    for weights, reduction in itertools.product([None, CLASS_WEIGHTS], REDUCTIONS[:3]):
        weight = None if weights is None else torch.tensor(weights, dtype=torch.float64)
        for smoothing in (0.0, 0.1):
            value = F.cross_entropy(output, target, weight=weight, reduction=reduction, label_smoothing=smoothing)
            check(value, cross_entropy_formula(weights or [1.0] * 3, reduction, smoothing), AGREEMENT, smoothing)
            yield row("cross_entropy", "multiclass", MULTICLASS, value, reduction=reduction, weights=weights,
                      smoothing=smoothing)
        for gamma in GAMMAS if weights else []:
            pt = torch.exp(-F.cross_entropy(output, target, reduction="none"))
            value = (1.0 - pt).pow(gamma) * F.cross_entropy(output, target, weight=weight, reduction="none")
            value = {"none": value, "sum": value.sum(), "mean": value.sum() / weight[target].sum()}[reduction]
            yield row("weighted_softmax_focal", "multiclass", MULTICLASS, value, gamma=gamma, reduction=reduction,
                      weights=weights)


def torchvision_rows():
    """torchvision.ops.sigmoid_focal_loss; its alpha -1 is written as an empty alpha."""
    for mode, data in (("binary", BINARY), ("multilabel", MULTILABEL)):
        for alpha, gamma, reduction in itertools.product(ALPHAS, GAMMAS, REDUCTIONS[:3]):
            value = torchvision.ops.sigmoid_focal_loss(*tensors(data), -1 if alpha is None else alpha, gamma, reduction)
            option = {"alpha": alpha, "gamma": gamma, "reduction": reduction}
            formula = binary_formula(data, {**option, "normalized": False, "reduced_threshold": None})
            check(value, formula, AGREEMENT, option)
            yield row("sigmoid_focal_loss", mode, data, value, **option)


def main():
    """Evaluate and write all rows."""
    torch.set_num_threads(1)
    mp.dps = 50
    rows = [*smp_rows(), *module_rows(), *cross_entropy_rows(), *torchvision_rows()]
    version = importlib.metadata.version
    comments = [f"generated by src/test/reference/smp_focal.py with torch {torch.__version__} (run on the CPU),",
                f"torchvision {torchvision.__version__}, segmentation-models-pytorch "
                f"{version('segmentation-models-pytorch')}; checked with mpmath {mpmath.__version__}",
                "values are PyTorch's doubles, row-major, of shape value_shape (empty for one number)",
                "an option that is empty was None or does not exist in that function; weights are per class",
                "logits are row-major of shape `shape`; targets are 0/1 of the same shape or class indices; -1 ignored"]
    path = write_csv("smp_focal.csv", comments, COLUMNS, rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
