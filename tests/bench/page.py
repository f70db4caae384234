"""What a reader gets: the rows of the table, the notes under it, and the page with its picture."""

from __future__ import annotations

import base64
from pathlib import Path

from babel.dates import format_datetime

from bot.channels.web.html_templates import html_templates
from bot.messages import LONGEST_MESSAGE
from tests.bench.abuse import ADVISERS
from tests.bench.charts import picture
from tests.bench.figures import aim, number, ratio, shown
from tests.bench.load import CONVERSATION
from tests.bench.odd_messages import ODD_MESSAGES
from tests.bench.report import AROUND, EARLY, LATE, Report, Side, lines
from tests.bench.stock import FULL_PASSES

HEADINGS = ("Mesure", "Aiguilleur", "Rasa d’origine", "Rapport", "Objectif")

DISTURBED = 0.15
"""Processors spent by others from which a run is called disturbed."""


def rows(report: Report) -> list[tuple[str, ...]]:
    """The table as texts, under `HEADINGS`."""
    return [
        (line.name, shown(line.ours, line.unit), shown(line.stock, line.unit), ratio(line), aim(line))
        for line in lines(report)
    ]


def notes(report: Report) -> list[str]:
    """How it was measured and what may have disturbed it."""
    plan, within = report.plan, report.in_process
    texts = [
        f"Un client HTTP sur la même machine ; des conversations de {len(CONVERSATION)} messages. Médiane et centile "
        f"sur {plan.conversations * len(CONVERSATION)} messages après mise en route ; débit pendant "
        f"{number(plan.seconds)} s.",
        f"Tours {EARLY} et {LATE} : médiane des {2 * AROUND + 1} tours autour, dans "
        f"{_counted(plan.long, 'conversation')} ; ce sont les mêmes messages.",
        f"Messages insensés : un autre client en envoie l’un après l’autre, de {LONGEST_MESSAGE} signes et de "
        f"{len(ODD_MESSAGES)} sortes (lettres au hasard, listes de nombres, signes répétés…), pendant "
        f"{plan.disturbed * len(CONVERSATION)} messages d’un conseiller.",
        *_abuse_notes(report),
        f"Sans HTTP, dans le processus : médiane {shown(within['p50'], 'ms')}, 99e centile "
        f"{shown(within['p99'], 'ms')}.",
        "Aiguilleur : « aiguilleur serve », un processus, SQLite. Mémoire : résidente, après la charge.",
    ]
    if report.stock and report.passes:
        passes = report.passes
        texts += [
            f"Rasa 3.6.21 d’origine : les mêmes {report.sentences} phrases et intentions, réglages par défaut, SQLite, "
            "un serveur d’actions qui dit un texte par intention (compté dans la mémoire).",
            f"Rasa d’origine a été entraîné {passes.done} passes en {shown(passes.seconds, 's')} "
            f"({shown(passes.processor, 's')} de calcul). Une passe prend {shown(passes.each, 's')} de calcul ; le "
            f"tableau donne l’estimation pour les {FULL_PASSES} passes par défaut. Le temps de "
            "réponse ne dépend pas du nombre de passes.",
        ]
    sides = zip(HEADINGS[1:3], (report.ours, report.stock), strict=True)
    shares = " ; ".join(_shares(name, side) for name, side in sides if side)
    texts += [
        f"Charge de la machine avant la mesure : {' · '.join(number(load) for load in report.load)} (1, 5, 15 min).",
        f"Processeurs occupés pendant la mesure par le client et par d’autres programmes : {shares}.",
    ]
    if disturbed(report):
        texts.append("Mesure perturbée : d’autres programmes ont pris du temps de calcul. À refaire au calme.")
    return texts


def _abuse_notes(report: Report) -> list[str]:
    if not report.abuses:
        return []
    sent = " ; ".join(
        f"{abuse.name} ({abuse.read} lus, {abuse.refused} refusés, 95e centile des autres "
        f"{shown(abuse.p95, 'ms')} au lieu de {shown(abuse.alone, 'ms')})"
        for abuse in report.abuses
    )
    return [
        f"Abus : {ADVISERS} conseillers écrivent posément, d’adresses différentes, pendant qu’une autre adresse envoie "
        f"sans répit tout ce que les limites par défaut lui laissent, pendant {number(report.plan.abused)} s : {sent}."
    ]


def disturbed(report: Report) -> bool:
    """Whether something else had a share of the processors worth a warning."""
    return any(side.others_share > DISTURBED for side in (report.ours, report.stock) if side)


def render(report: Report) -> str:
    """The page, as HTML without anything to fetch."""
    environment = html_templates(Path(__file__).parent)
    environment.filters["day"] = lambda day: format_datetime(day, "d MMMM yyyy 'à' HH:mm", locale="fr")
    drawn = base64.b64encode(picture(report).encode()).decode()
    return environment.get_template("page.html").render(
        report=report, rows=rows(report), notes=notes(report), picture=f"data:image/svg+xml;base64,{drawn}"
    )


def _shares(name: str, side: Side) -> str:
    return f"{name} {number(side.client_share)} et {number(side.others_share)}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"
