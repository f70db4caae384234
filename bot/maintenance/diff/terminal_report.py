"""A report on a terminal: in colours, or with [-…-] and {+…+} around the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from bot.maintenance.diff.answer_changes import AnswerChange, PartChange
from bot.maintenance.diff.phrases import joined
from bot.maintenance.diff.report import Report, UnderstandingChanges, WholeQuestion
from bot.maintenance.diff.summary import counted, hint, summary
from bot.maintenance.diff.word_diff import Marked, Run

_STYLES = {"kept": "", "removed": "red strike", "added": "green bold"}
_SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
EXPLANATIONS_ALONE = "Réponses dont seul le « Pourquoi ? » change"
_LANGUAGES = {"fr": "en français", "en": "en anglais"}


def show(report: Report, console: Console, *, explanations: bool = False) -> None:
    """Print a report. `explanations` also shows, rather than counts, answers for which only « Pourquoi ? » changes."""
    plain = not console.is_terminal or console.no_color
    for line in _lines(report, plain, explanations=explanations):
        console.print(line, soft_wrap=True, highlight=False)


def _lines(report: Report, plain: bool, *, explanations: bool) -> Iterator[Text]:
    for sentence in summary(report):
        yield Text(sentence, "bold")
    for number, change in enumerate(report.answers, 1):
        yield from _title(f"{number}. {change.title} ({counted(change.count, 'cas', 'cas')}){_later(change)}")
        yield from _answer(change, plain)
    for title, questions in (("Questions nouvelles", report.added), ("Questions retirées", report.removed)):
        yield from _questions(title, questions, plain)
    if report.texts:
        yield from _title("Autres textes")
        where = ""
        for text in report.texts:
            if text.where != where:
                where = text.where
                yield Text(f"  {where}")
            language = f" ({_LANGUAGES[text.language]})" if text.language else ""
            yield Text(f"    {text.name}{language}")
            yield from _marked(text.marked, plain, "      ")
    if report.understanding and not report.understanding.empty:
        yield from _understood(report.understanding)
    if report.explanations:
        yield from _explained(report.explanations, plain, explanations=explanations)


def _explained(changes: Sequence[AnswerChange], plain: bool, *, explanations: bool) -> Iterator[Text]:
    yield from _title(EXPLANATIONS_ALONE)
    if not explanations:
        yield Text(f"  {titles(changes)}. Pour les voir : --pourquoi", "dim")
        return
    for change in changes:
        yield Text(f"  {change.title} ({counted(change.count, 'cas', 'cas')}){_later(change)}", "bold")
        yield from _answer(change, plain)


def titles(changes: Iterable[AnswerChange]) -> str:
    """The questions of some changes, each once."""
    return joined(dict.fromkeys(situation.title for change in changes for situation in change.situations))


def _later(change: AnswerChange) -> str:
    return "" if change.now else " — seulement pour une autre date qu’aujourd’hui"


def _answer(change: AnswerChange, plain: bool) -> Iterator[Text]:
    """The words first, then the cases, then the rows."""
    example = f" (exemple : {change.example})" if change.example else ""
    for language, parts in change.texts:
        yield Text(f"    {_LANGUAGES[language].capitalize()}{example}", "underline")
        for part in parts:
            yield from _part(part, plain)
    for situation in change.situations:
        if len(change.situations) > 1:
            yield Text(f"    {situation.title}")
        for line in situation.lines:
            yield Text(f"      • {line}")
    for when, rows in change.rows:
        for row in rows:
            yield Text(f"      {when} : {row}", "dim")


def _part(part: PartChange, plain: bool) -> Iterator[Text]:
    yield Text(f"      {part.name}")
    yield from _marked(part.marked, plain, "        ")


def _marked(marked: Marked, plain: bool, indent: str) -> Iterator[Text]:
    for sign, runs in (("−", marked.before), ("+", marked.after)):
        if runs:
            yield from _runs(runs, plain, indent, sign)


def _runs(runs: Sequence[Run], plain: bool, indent: str, sign: str) -> Iterator[Text]:
    text = Text()
    whole = all(run.kind != "kept" or not run.text.strip() for run in runs)
    for run in runs:
        before, after = _SIGNS.get(run.kind, ("", "")) if plain and not whole else ("", "")
        text.append(f"{before}{run.text}{after}", _STYLES[run.kind])
    for index, line in enumerate(text.split("\n", allow_blank=True)):
        yield Text(f"{indent}{sign if not index else ' '} ").append_text(line)


def _questions(title: str, questions: Iterable[WholeQuestion], plain: bool) -> Iterator[Text]:
    for index, question in enumerate(questions):
        if not index:
            yield from _title(title)
        yield Text(f"  {question.title} ({question.place})", "bold")
        for change in question.answers:
            yield from _answer(change, plain)


def _understood(understanding: UnderstandingChanges) -> Iterator[Text]:
    yield from _title("Phrases comprises autrement")
    turns = {"worse": "moins bien", "better": "mieux", "other": "autrement"}
    for change in understanding.intents:
        yield Text(f"  {turns[change.turn]} : « {change.sentence.text} »", "red" if change.turn == "worse" else "")
        yield Text(f"      avant : {hint(change.before)}")
        yield Text(f"      après : {hint(change.after)}")
    for named in understanding.entities:
        yield Text(f"  « {named.sentence.text} »")
        yield Text(f"      avant : {named.before}")
        yield Text(f"      après : {named.after}")
    if understanding.secret:
        yield Text(f"  {secret(understanding)}")


def secret(understanding: UnderstandingChanges) -> str:
    """How many test sentences change; these are not shown."""
    worse = f", dont {understanding.secret_worse} moins bien" if understanding.secret_worse else ""
    return (
        counted(understanding.secret, "phrase de contrôle change", "phrases de contrôle changent")
        + f"{worse} (on ne les montre pas : elles servent à mesurer)"
    )


def _title(text: str) -> Iterator[Text]:
    yield Text()
    yield Text(text, "bold")
