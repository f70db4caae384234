"""The picture of a run: a pair of bars for each figure, and how long each turn of a conversation takes."""

from __future__ import annotations

import io

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tests.bench.figures import shown
from tests.bench.report import Line, Report, lines

OURS, STOCK = "#1f5fa8", "#b84a00"
OURS_NAME, STOCK_NAME = "Aiguilleur", "Rasa d’origine"
BARS = ("un message, médiane", "débit", "première réponse", "mémoire", "entraînement")
"""Lines of the table that are drawn, by how their names begin."""

_STYLE = {"axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#8a8a8a", "svg.hashsalt": "bench"}


def picture(report: Report) -> str:
    """An SVG text, the same for the same figures."""
    written = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(12, 7), constrained_layout=True)
        grid = figure.add_gridspec(2, len(BARS), height_ratios=(1, 1.35))
        table = lines(report)
        for column, name in enumerate(BARS):
            line = next(candidate for candidate in table if candidate.name.startswith(name))
            _bars(figure.add_subplot(grid[0, column]), line)
        _turns(figure.add_subplot(grid[1, :]), report)
        figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def _bars(axes: Axes, line: Line) -> None:
    both = [(OURS_NAME, line.ours, OURS), (STOCK_NAME, line.stock, STOCK)]
    measured = [(name, value, colour) for name, value, colour in both if value is not None]
    for place, (_, value, colour) in enumerate(measured):
        bar = axes.bar(place, value, width=0.7, color=colour)
        axes.bar_label(bar, [shown(value, line.unit)], padding=3, fontsize=10)
    axes.set_title(f"{line.name}\n({'plus haut' if line.at_least else 'plus bas'} : mieux)", fontsize=10)
    axes.set_xticks(range(len(measured)), [name.replace(" ", "\n", 1) for name, _, _ in measured])
    axes.set_xlim(-0.6, 1.6)
    axes.margins(y=0.15)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


def _turns(axes: Axes, report: Report) -> None:
    for name, side, colour in ((OURS_NAME, report.ours, OURS), (STOCK_NAME, report.stock, STOCK)):
        if side:
            milliseconds = [seconds * 1e3 for seconds in side.by_turn]
            axes.plot(range(1, len(milliseconds) + 1), milliseconds, color=colour, linewidth=1.6)
            axes.annotate(
                name,
                (len(milliseconds), milliseconds[-1]),
                (6, 0),
                textcoords="offset points",
                color=colour,
                va="center",
            )
    axes.set_title("Temps d’une réponse au fil d’une conversation", fontsize=11)
    axes.set_xlabel("tour de la conversation")
    axes.set_ylabel("millisecondes")
    axes.set_xlim(1, len(report.ours.by_turn) * 1.1)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#e3e3e3")
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
