"""What a reader gets, in French and as Markdown: the rows of the table, and the notes under it."""

from __future__ import annotations

from babel.dates import format_datetime
from babel.numbers import format_decimal

from tests.bench.load import CONVERSATION
from tests.bench.report import AROUND, EARLY, LATE, Line, Report, Unit, lines

HEADINGS = ("Mesure", "Aiguilleur", "Rasa d’origine", "Rapport", "Objectif")

DISTURBED = 0.15
"""Processors spent by others from which a run is called disturbed."""

_NONE = "–"


def render(report: Report) -> str:
    """The whole report."""
    day = format_datetime(report.day, "d MMMM yyyy 'à' HH:mm", locale="fr")
    table = [HEADINGS, ("---", *("---:" for _ in HEADINGS[1:])), *rows(report)]
    return "\n".join(
        [
            f"# Aiguilleur à côté de Rasa d’origine, {day}, {report.processors} processeurs\n",
            *(f"| {' | '.join(row)} |" for row in table),
            "",
            *(f"- {note}" for note in notes(report)),
            "",
        ]
    )


def rows(report: Report) -> list[tuple[str, ...]]:
    """The table as texts, under `HEADINGS`."""
    return [
        (line.name, shown(line.ours, line.unit), shown(line.stock, line.unit), _ratio(line), _aim(line))
        for line in lines(report)
    ]


def notes(report: Report) -> list[str]:
    """How it was measured and what may have disturbed it."""
    plan = report.plan
    texts = [
        f"Un client HTTP sur la même machine ; des conversations de {len(CONVERSATION)} messages. Médiane et centile "
        f"sur {plan.conversations * len(CONVERSATION)} messages après mise en route ; débit pendant "
        f"{_number(plan.seconds)} s.",
        f"Tours {EARLY} et {LATE} : médiane des {2 * AROUND + 1} tours autour ; ce sont les mêmes messages.",
        "Aiguilleur : « aiguilleur serve », un processus, SQLite. Mémoire : résidente, après la charge.",
        f"Rasa 3.6.21 d’origine : les mêmes {report.sentences} phrases et intentions, réglages par défaut, SQLite, "
        "un serveur d’actions qui dit une phrase par intention (compté dans la mémoire). Entraîné peu de passes : le "
        "temps de réponse n’en dépend pas.",
        f"Charge de la machine avant la mesure : {' · '.join(map(_number, report.load))} (1, 5, 15 min).",
    ]
    sides = [
        (name, side) for name, side in zip(HEADINGS[1:3], (report.ours, report.stock), strict=True) if side is not None
    ]
    shares = [f"{name} {_number(side.others_share)}" for name, side in sides]
    texts.append(f"Processeurs occupés pendant la mesure par d’autres programmes : {' ; '.join(shares)}.")
    if any(side.others_share > DISTURBED for _, side in sides):
        texts.append("Mesure perturbée : d’autres programmes ont pris du temps de calcul. À refaire au calme.")
    return texts


def shown(value: float | None, unit: Unit) -> str:
    """A figure with its unit: "6,40 ms", "160 /s", "450 Mo"."""
    if value is None:
        return _NONE
    if unit == "times":
        return f"×\u00a0{_number(value)}"
    scale, sign = {"ms": (1e3, "ms"), "s": (1, "s"), "rate": (1, "/s"), "bytes": (1e-6, "Mo")}[unit]
    return f"{_number(value * scale)}\u00a0{sign}"


def _ratio(line: Line) -> str:
    """How much better or worse ours is: "× 6,1" for a rate, "÷ 6,1" for a time, by what is more than one."""
    if not line.ratio:
        return _NONE
    return f"×\u00a0{_number(line.ratio)}" if line.ratio >= 1 else f"÷\u00a0{_number(1 / line.ratio)}"


def _aim(line: Line) -> str:
    """The aim and whether it is met, in the way of `_ratio` or in its unit: "au moins ÷ 8 ✓", "au plus 9,00 s ✗"."""
    if line.aim is None:
        return ""
    if line.in_unit:
        bound = f"au {'moins' if line.at_least else 'plus'} {shown(line.aim, line.unit)}"
    else:
        sign, value = ("×", line.aim) if line.aim >= 1 else ("÷", 1 / line.aim)
        bound = f"au moins {sign}\u00a0{format_decimal(value, '0.##', locale='fr')}"
    return bound if line.met is None else f"{bound} {'✓' if line.met else '✗'}"


def _number(value: float) -> str:
    """Two digits after the comma below 10, one below 100, none above."""
    digits = "0.00" if abs(value) < 9.995 else "0.0" if abs(value) < 99.95 else "#,##0"
    return str(format_decimal(value, digits, locale="fr"))
