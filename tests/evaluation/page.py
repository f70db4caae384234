"""The page of `make evaluate`: one HTML file that a maintainer opens, with its pictures in it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rules.model import Place
from tests.evaluation import charts
from tests.evaluation.abstention import LEAST_ON_ODD_WORDS, MOST_ON_QUESTIONS, abstention, answered
from tests.evaluation.entities import Retrieval
from tests.evaluation.metrics import (
    Confusion,
    Figures,
    calibration,
    confusions,
    figures,
    intent_scores,
    out_of_scope,
)
from tests.evaluation.predictions import FOLDS, Prediction
from tests.evaluation.report import ROOT, Report
from tests.evaluation.safety import lines
from tests.evaluation.small_intents import INTENTS

HERE = Path(__file__).parent

MOST_PAIRS = 15
"""Pairs of intents shown with their sentences."""

WEAK_RECALL = 0.7
"""A fact found less often than this is named in the summary."""

_FEW = 10
"""A fact with fewer sentences than this is not judged in the summary."""


@dataclass(frozen=True)
class Trial:
    """One way of measuring, a column of the page's first table."""

    name: str
    figures: Figures


def render(report: Report) -> str:
    """The page, as HTML without anything to fetch."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=_percent,
        round_percent=_round_percent,
        points=_points,
        number=_number,
        day=_day,
        place=_place,
        picture=_data_uri,
    )
    held_out = report.held_out
    pairs = confusions(held_out)
    return environment.get_template("page.html").render(
        report=report,
        trials=_trials(report),
        folds=FOLDS,
        pairs=pairs[:MOST_PAIRS],
        more_pairs=max(0, len(pairs) - MOST_PAIRS),
        development_pairs=confusions(report.development or ()),
        intents=intent_scores(held_out),
        fewest_in_bin=charts.FEWEST_IN_BIN,
        scope=out_of_scope(held_out),
        odd_words=abstention(report.odd_words) if report.odd_words else None,
        odd_words_answered=answered(report.odd_words or ()),
        least_on_odd_words=LEAST_ON_ODD_WORDS,
        most_on_questions=MOST_ON_QUESTIONS,
        small_intents=sorted(INTENTS),
        safety=list(lines(report.safety)) if report.safety else [],
        weak_facts=_weak(report.facts.retrievals if report.facts else ()),
        drawn=_charts(report),
        files=_files,
    )


def _trials(report: Report) -> list[Trial]:
    found = [Trial("Exemples, chacun mis à l’épreuve sans avoir été appris", figures(report.held_out))]
    if report.development:
        found.append(Trial("Phrases de mise au point, écrites à part", figures(report.development)))
    if report.test:
        found.append(Trial("Phrases de contrôle, écrites à part et jamais montrées", report.test))
    if report.middle:
        found.append(Trial("Phrases du milieu d’une conversation, écrites à part et jamais montrées", report.middle))
    return found


def _charts(report: Report) -> dict[str, str]:
    held_out = report.held_out
    scope = out_of_scope(held_out)
    drawn = {
        "matrix": charts.confusion_matrix(held_out),
        "histogram": charts.confidence_histogram(held_out),
        "reliability": charts.reliability(calibration(held_out)),
    }
    return drawn | ({"scope": charts.out_of_scope_curve(scope)} if scope else {})


def _weak(retrievals: Sequence[Retrieval]) -> list[Retrieval]:
    found = [
        retrieval for retrieval in retrievals if retrieval.expected >= _FEW and (retrieval.recall or 0) < WEAK_RECALL
    ]
    return sorted(found, key=lambda retrieval: retrieval.recall or 0)


def _files(pair: Confusion, held_out: Sequence[Prediction]) -> list[str]:
    """The files with the examples of the two intents of a pair."""
    wanted = (pair.right, pair.given)
    found = {
        prediction.example.intent: _file(prediction.example.place)
        for prediction in held_out
        if prediction.example.intent in wanted
    }
    return [found[intent] for intent in wanted if intent in found]


def _file(place: Place) -> str:
    return str(place.file.relative_to(ROOT)) if place.file.is_relative_to(ROOT) else place.file.name


def _place(place: Place) -> str:
    return f"{_file(place)}, ligne {place.line}"


def _percent(share: float) -> str:
    return format_percent(share, "#,##0.0\u00a0%", locale="fr")


def _round_percent(share: float) -> str:
    return format_percent(share, "#,##0\u00a0%", locale="fr")


def _points(share: float) -> str:
    return format_decimal(share * 100, "0.0", locale="fr")


def _number(number: float) -> str:
    return format_decimal(number, locale="fr")


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="fr")


def _data_uri(svg: str) -> str:
    # As an image of its own, so that the names inside one picture do not meet those of another.
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
