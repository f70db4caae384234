"""`python -m tests.evaluation`: measure the understanding, write the page and its figures to `var/evaluation`."""

from __future__ import annotations

import sys
import time

import msgspec
from babel.numbers import format_percent

from rules.errors import ProgrammeError
from tests.evaluation.metrics import Figures
from tests.evaluation.page import render
from tests.evaluation.report import ROOT, Numbers, gather, numbers
from tests.evaluation.safety import lines as safety_lines

OUTPUT = ROOT / "var" / "evaluation"


def main() -> None:
    """Measure, write and sum up; mistakes in the files are told, not traced."""
    start = time.perf_counter()

    def tell(line: str) -> None:
        print(f"[{time.perf_counter() - start:4.0f} s] {line}", flush=True)

    try:
        report = gather(tell)
    except ProgrammeError as error:
        sys.exit(str(error))
    tell("Écriture de la page…")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    found = numbers(report)
    (OUTPUT / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(found)))
    (OUTPUT / "index.html").write_text(render(report), encoding="utf-8")
    print(f"\n{_summary(found)}\n\nLa page : {(OUTPUT / 'index.html').as_uri()}")


def _summary(found: Numbers) -> str:
    sets = [
        ("exemples cachés tour à tour", found.cross_validation),
        ("phrases de mise au point", found.development),
        ("phrases de contrôle", found.test),
        ("phrases du milieu d'une conversation", found.middle),
    ]
    lines = ["Phrases comprises :"]
    lines += [_line(name, figures) for name, figures in sets if figures]
    if words := found.odd_words:
        lines.append(f"  s’abstient sur {_percent(words.share)} de {words.total} mots insolites")
    if found.short_questions:
        asked = found.short_questions.abstained
        lines.append(f"  s’abstient sur {_percent(asked.share)} de {asked.total} questions courtes")
    lines += ["Questions de la FAQ selon leur nombre d’exemples (elles, toutes les autres) :"]
    lines += [
        f"  {size.examples or 'tous':<28} {_percent(size.small.share)}, {_percent(size.others.share)}"
        for size in found.small_intents
    ]
    lines += ["Messages annotés tenus à part (avec 25 % des messages appris, 50 %, tous ; part sûre à 98 %) :"]
    lines += [
        f"  {head.name:<28} {', '.join(_percent(share) for share in (*head.less_learnt, head.right.share))}"
        f" sur {head.right.total} ; {_percent(head.sure)}"
        for head in found.heads
    ]
    lines += ["Trouvé dans les phrases (rappel, précision) :"]
    lines += [
        f"  {score.name:<28} {_percent(score.recall)}, {_percent(score.precision)}"
        for score in found.entities
        if score.expected
    ]
    if found.safety:
        lines.append("Par l’assistant entier :")
        lines += [f"  {name:<55} {rate.right} sur {rate.total}" for name, rate in safety_lines(found.safety)]
    return "\n".join(lines)


def _line(name: str, figures: Figures) -> str:
    languages = ", ".join(f"{language} {_percent(rate.share)}" for language, rate in figures.languages.items())
    return (
        f"  {name:<28} {_percent(figures.accuracy.share)} ({languages}) sur {figures.accuracy.total}\n"
        f"    erreur de calibration (ECE) {_percent(figures.calibration_error)}"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else format_percent(share, "#,##0.0\u00a0%", locale="fr")


if __name__ == "__main__":
    main()
