"""The charts of the page, each an SVG text; drawn without a screen, the same bytes for the same figures."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from babel.numbers import format_percent
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tests.evaluation.metrics import Calibration, OutOfScope
from tests.evaluation.predictions import Prediction

MOST_INTENTS = 24
"""Intents in the confusion matrix: more cannot be read on a page."""

FEWEST_IN_BIN = 20
"""Fewer sentences than this say nothing of their confidence."""

BLUE, ORANGE, GREY, INK = "#1f5fa8", "#b84a00", "#8a8a8a", "#1a1a1a"
_STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e3e3e3",
}


def confusion_matrix(predictions: Sequence[Prediction], most: int = MOST_INTENTS) -> str:
    """Which intents are taken for which: those with most mistakes, a row for the right one, a column for the given."""
    wrong = Counter((prediction.example.intent, prediction.given) for prediction in predictions if not prediction.right)
    involved: Counter[str] = Counter()
    for pair, times in wrong.items():
        involved.update(dict.fromkeys(pair, times))
    shown = sorted(intent for intent, _ in involved.most_common(most))
    counts = np.array([[wrong[right, given] for given in shown] for right in shown]).reshape(len(shown), len(shown))
    side = 2.6 + 0.3 * len(shown)
    figure, axes = _figure(side, side)
    axes.imshow(np.where(counts > 0, counts, np.nan), cmap="Oranges", vmin=0, vmax=max(1, counts.max()) * 1.3)
    for row, column in zip(*np.nonzero(counts), strict=True):
        axes.text(column, row, counts[row, column], ha="center", va="center", color=INK, fontsize=9)
    axes.grid(visible=False)
    edges = np.arange(-0.5, len(shown))
    axes.set_xticks(edges, minor=True)
    axes.set_yticks(edges, minor=True)
    axes.tick_params(which="minor", length=0)
    axes.grid(which="minor", color="#e3e3e3")
    axes.plot([-0.5, len(shown) - 0.5], [-0.5, len(shown) - 0.5], color=GREY, linewidth=0.8, linestyle=":")
    axes.set_xticks(range(len(shown)), shown, rotation=90)
    axes.set_yticks(range(len(shown)), shown)
    axes.set_xlabel("intention donnée")
    axes.set_ylabel("bonne intention")
    return _svg(figure)


def confidence_histogram(predictions: Sequence[Prediction]) -> str:
    """How sure the classifier was of what it understood, and of what it did not."""
    figure, _ = _figure(7, 4, rows=2)
    for axes, right, colour, name in zip(figure.axes, (True, False), (BLUE, ORANGE), ("bien", "mal"), strict=True):
        axes.hist(
            [prediction.confidence for prediction in predictions if prediction.right == right],
            bins=20,
            range=(0, 1),
            color=colour,
        )
        axes.set_ylabel(f"phrases\n{name} comprises")
        axes.set_xlim(0, 1)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        _percent(axes.xaxis)
    figure.axes[1].set_xlabel("confiance")
    return _svg(figure)


def reliability(calibration: Calibration) -> str:
    """Whether sentences understood with 70 % confidence are right 70 times in 100."""
    figure, axes = _figure(5, 4.6)
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="confiance parfaitement juste")
    drawn = [bin_ for bin_ in calibration.bins if bin_.count >= FEWEST_IN_BIN]
    confidence = [bin_.confidence for bin_ in drawn]
    axes.plot(confidence, [bin_.accuracy for bin_ in drawn], color=BLUE, marker="o", label="l’assistant")
    _shares(axes, "confiance annoncée", "phrases bien comprises")
    axes.legend(loc="upper left", frameon=False)
    return _svg(figure)


def out_of_scope_curve(scope: OutOfScope) -> str:
    """How many sentences out of scope are found for how many false alarms."""
    figure, axes = _figure(5, 4.6)
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="au hasard")
    axes.plot(scope.false_alarms, scope.found, color=BLUE, label="l’assistant")
    axes.plot(scope.refused.share, scope.recognised.share, color=INK, marker="o", linestyle="none", label="aujourd’hui")
    _shares(axes, "phrases du sujet écartées à tort", "phrases hors sujet reconnues")
    axes.legend(loc="lower right", frameon=False)
    return _svg(figure)


def _figure(width: float, height: float, rows: int = 1) -> tuple[Figure, Axes]:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), constrained_layout=True)
        figure.subplots(rows, sharex=True)
    return figure, figure.axes[0]


def _shares(axes: Axes, horizontal: str, vertical: str) -> None:
    axes.set_xlabel(horizontal)
    axes.set_ylabel(vertical)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.01)
    axes.set_aspect("equal")
    _percent(axes.xaxis)
    _percent(axes.yaxis)


def _percent(axis: mpl.axis.Axis) -> None:
    axis.set_major_formatter(FuncFormatter(lambda share, _: format_percent(share, "#,##0.#\u00a0%", locale="fr")))


def _svg(figure: Figure) -> str:
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "aiguilleur"}):
        figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()
