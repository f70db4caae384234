"""The commands on the inbox."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import typer

from bot.cli.options import DATABASE_TO_READ
from bot.cli.prompts import agrees, stop_unless_agreed, write_once_agreed

if TYPE_CHECKING:
    from bot.maintenance.inbox.groups import QuestionGroup
    from bot.maintenance.yaml_files.edits import Edit
    from bot.storage.open_questions import OpenQuestion
    from nlu.training_data.examples import Language

_NOT_AGREED = (
    "Personne n'a accepté de joindre une question de ce groupe (« Oui, la joindre », sous une réponse jugée inutile) : "
    "la ranger dans les exemples (inbox file), en faire une question (inbox faq), ou coller une conversation."
)
_LONGEST = 5
"""Sentences shown of a group; the others are counted."""

inbox_app = typer.Typer(
    invoke_without_command=True, help="Les questions restées sans réponse et les réponses jugées inutiles, regroupées."
)

_NEXT = """
Ranger une phrase dans les exemples :   .venv/bin/aiguilleur inbox file GROUPE QUESTION
En faire une nouvelle question :        .venv/bin/aiguilleur inbox faq GROUPE NOM
Ne plus la montrer :                    .venv/bin/aiguilleur inbox mute GROUPE
La retirer, elle est traitée :          .venv/bin/aiguilleur inbox drop GROUPE"""

_FROM = typer.Option(None, "--de", metavar="FICHIER", help="Lire une boîte exportée (JSON), non la base du serveur.")
_GROUP = typer.Argument(..., metavar="GROUPE", help="Le début de la ligne dans la liste (par exemple a3f2c9).")
_WITHOUT_ASKING = typer.Option(False, "--oui", help="Ne pas demander de confirmation.")


@dataclass(frozen=True)
class _Source:
    """Where the questions come from: an exported inbox, else a database; `hub` restricts them to its pages."""

    exported: Path | None = None
    hub: str | None = None
    database: str | None = None


@inbox_app.callback()
def inbox(
    context: typer.Context,
    exported: Path | None = _FROM,
    hub: str | None = typer.Option(None, "--hub", metavar="HUB", help="Seulement ce qui vient des pages de ce hub."),
    database: str | None = DATABASE_TO_READ,
    everything: bool = typer.Option(False, "--tout", help="Montrer aussi ce qui est en sourdine."),
) -> None:
    """Lister ce qui attend, le plus demandé d'abord."""
    if exported and (hub or database):
        _refuse("Une boîte exportée se lit telle quelle : --de, ou bien --hub et --database.")
    source = context.obj = _Source(exported, hub, database)
    if context.invoked_subcommand:
        return
    from bot.answers.texts import load_answer_texts
    from bot.channels.telegram.texts import TELEGRAM_TEXTS
    from bot.content.declarations import load_part
    from bot.content.project_files import PROJECT
    from bot.maintenance.inbox.exchange import KINDS

    titles = load_answer_texts()["fr"].questions
    reasons = load_part(TELEGRAM_TEXTS, PROJECT)["fr"].avis.raisons.by_id()
    groups = _groups(source)
    shown = [group for group in groups if everything or not group.muted]
    for group in shown:
        times = "1 fois" if group.count == 1 else f"{group.count} fois"
        muted = " (en sourdine)" if group.muted else ""
        typer.echo(f"{group.id}  {times}, la dernière le {group.last:%d/%m/%Y} : {KINDS[group.kind]}{muted}")
        for line in (*_sentences(group, reasons), *_nearest(group, titles)):
            typer.echo(f"        {line}")
    typer.echo(_NEXT if shown else "Rien n'attend.")
    if len(groups) > len(shown):
        hidden = sum(group.count for group in groups if group.muted)
        typer.echo(f"En sourdine : {hidden} fois en tout, que montre .venv/bin/aiguilleur inbox --tout")


@inbox_app.command()
def export(
    context: typer.Context,
    as_csv: bool = typer.Option(False, "--csv", help="Écrire du CSV, avec les groupes, pour un tableur."),
) -> None:
    """Exporter ce qui attend, en JSON (« inbox --de FICHIER » le lit ailleurs) ou en CSV."""
    from bot.maintenance.inbox.exchange import to_csv, to_json

    typer.echo(to_csv(_groups(context.obj)) if as_csv else to_json(_questions(context.obj)), nl=not as_csv)


@inbox_app.command("file")
def file_question(
    context: typer.Context,
    name: str = _GROUP,
    question: str = typer.Argument(..., metavar="QUESTION", help="La question que pose la phrase, par son nom (cpf)."),
    sentence: str | None = typer.Option(
        None, "--phrase", help="La phrase à ranger, si ce n'est pas la première du groupe."
    ),
    every: bool = typer.Option(False, "--toutes", help="Ranger toutes les phrases du groupe."),
    language: str | None = typer.Option(None, "--langue", help="fr ou en ; sinon, la langue où elle a été posée."),
    confirmed: bool = _WITHOUT_ASKING,
) -> None:
    """Ranger une phrase dans les exemples d'une question : montrer la modification, puis la faire."""
    from bot.answers.texts import LANGUAGES
    from bot.content.project_files import PROJECT
    from bot.maintenance.inbox.filing import file_examples
    from bot.storage.masking import Mask
    from nlu.training_data.examples import read_examples

    found = _group_named(_groups(context.obj), name)
    asked = {question.text: question.language for question in found.questions}
    usual = next(filter(None, asked.values()), LANGUAGES[0])
    sentences: dict[str, list[str]] = {}
    for text in asked if every else [sentence or found.questions[0].text]:
        sentences.setdefault(language or asked.get(text) or usual, []).append(text)
    for code in sentences.keys() - {*LANGUAGES}:
        _refuse(f"« {code} » n'est pas une langue de l'assistant : fr ou en.")
    examples, mask = read_examples(PROJECT.examples, PROJECT.faq), Mask.load()

    def edits() -> Iterator[Edit]:
        """One edit for each language, of the file as it is by then."""
        for code, texts in sentences.items():
            yield file_examples(examples, question, cast("Language", code), texts, mask)

    for edit in edits():
        typer.echo(edit.diff(PROJECT.root))
    if not confirmed:
        stop_unless_agreed("Faire cette modification ?")
    for edit in edits():
        edit.write()
    typer.echo("C'est fait. Vérifier : .venv/bin/aiguilleur check. Puis entraîner : .venv/bin/aiguilleur train")
    if context.obj.exported is None and (confirmed or agrees(f"Retirer le groupe {found.id} de la boîte ?")):
        _drop(found, context.obj)


@inbox_app.command()
def faq(
    context: typer.Context,
    name: str = _GROUP,
    question: str = typer.Argument(..., metavar="NOM", help="Le nom de la nouvelle question (garde_enfants)."),
    title: str = typer.Option("", "--titre", help="Son titre, que les gens lisent ; sans lui, son nom."),
) -> None:
    """Commencer une nouvelle question de FAQ avec les phrases d'un groupe."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.inbox.new_question import begin_question
    from bot.storage.masking import Mask
    from nlu.training_data.examples import read_examples

    found = _group_named(_groups(context.obj), name)
    examples = read_examples(PROJECT.examples, PROJECT.faq)
    begun = begin_question(PROJECT, found, question, title or None, examples, Mask.load(), date.today())
    for finding in begun.left_out:
        typer.echo(f"Laissé de côté : {finding.problem}.", err=True)
    typer.echo(f"{begun.path.relative_to(PROJECT.root)} est commencé, avec {len(begun.sentences)} phrases du groupe.")
    typer.echo("Le compléter, puis : .venv/bin/aiguilleur check. Une fois en service, retirer le groupe de la boîte.")


@inbox_app.command()
def dialogue(
    context: typer.Context,
    name: str | None = typer.Argument(
        None, metavar="[GROUPE]", help="Un groupe dont la personne a accepté de joindre sa question."
    ),
    pasted_file: Path | None = typer.Option(
        None, "--coller", metavar="FICHIER", help="Une conversation reçue de la personne ; « - » pour la coller ici."
    ),
    title: str = typer.Option("", "--nom", help="Le nom du dialogue ; sans lui, sa première phrase."),
    agreed: bool = typer.Option(False, "--accord", help="La personne a accepté que sa conversation soit gardée."),
    confirmed: bool = _WITHOUT_ASKING,
) -> None:
    """Faire un dialogue (tests/dialogues) d'une conversation que la personne a accepté de partager."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.inbox.conversations import as_dialogue, joined, pasted
    from bot.storage.masking import Mask
    from nlu.training_data.examples import read_examples

    if (name is None) == (pasted_file is None):
        _refuse("Donner un groupe de la boîte, ou une conversation à coller (--coller), et l'un des deux seulement.")
    if pasted_file is not None:
        text = sys.stdin.read() if str(pasted_file) == "-" else pasted_file.read_text(encoding="utf-8")
        exchanges = pasted(text)
        if not agreed:
            stop_unless_agreed("La personne a-t-elle accepté que cette conversation soit gardée ?")
    else:
        exchanges = joined(_group_named(_groups(context.obj), name or ""))
        if not exchanges:
            _refuse(_NOT_AGREED)
    examples = read_examples(PROJECT.examples, PROJECT.faq)
    usual = exchanges[0].message if exchanges else ""
    edit = as_dialogue(PROJECT, title or usual, exchanges, examples, Mask.load())
    write_once_agreed([edit], PROJECT.root, confirmed=confirmed)
    typer.echo("C'est fait. Compléter « alors », puis : .venv/bin/aiguilleur test")


@inbox_app.command()
def mute(context: typer.Context, name: str = _GROUP, confirmed: bool = _WITHOUT_ASKING) -> None:
    """Ne plus montrer un groupe, ni ce qui voudra dire la même chose : montrer la modification, puis la faire."""
    from bot.content.project_files import PROJECT
    from bot.maintenance.inbox.muting import mute as muting
    from bot.storage.masking import Mask

    edit = muting(PROJECT, _group_named(_groups(context.obj), name).questions, Mask.load())
    write_once_agreed([edit], PROJECT.root, confirmed=confirmed)
    typer.echo("C'est fait. Pour le montrer de nouveau, retirer ces lignes.")


@inbox_app.command()
def drop(context: typer.Context, name: str = _GROUP, confirmed: bool = _WITHOUT_ASKING) -> None:
    """Retirer un groupe de la boîte : il est traité, ou il n'y a rien à en faire."""
    if context.obj.exported is not None:
        _refuse("Une boîte exportée ne se modifie pas : retirer le groupe sur le serveur.")
    found = _group_named(_groups(context.obj), name)
    for line in _sentences(found):
        typer.echo(line)
    if not confirmed:
        stop_unless_agreed(f"Retirer ces questions ({found.count}) ?")
    _drop(found, context.obj)


def _drop(found: QuestionGroup, source: _Source) -> None:
    from bot.storage.stores import open_inbox

    with open_inbox(source.database, source.hub) as open_questions:
        typer.echo(f"Retirées de la boîte : {open_questions.drop_sync(found.questions)}.")


def _sentences(found: QuestionGroup, reasons: Mapping[str, str] | None = None) -> Iterator[str]:
    for question in found.questions[:_LONGEST]:
        about = question.outcome or question.question
        shown = f"« {question.text} »" if question.text else f"(sans texte) la réponse « {about} »"
        reason = f" — {(reasons or {}).get(question.reason, question.reason)}" if question.reason else ""
        yield f"{shown}{f' × {question.count}' if question.count > 1 else ''}{reason}"
    if len(found.questions) > _LONGEST:
        yield f"… et {len(found.questions) - _LONGEST} autres"


def _nearest(found: QuestionGroup, titles: Mapping[str, str]) -> Iterator[str]:
    if found.nearest:
        named = (f"{titles.get(name, name)} ({name}) {score * 100:.0f}\u00a0%" for name, score in found.nearest)
        yield f"ressemble à : {', '.join(named)}"


def _group_named(groups: Sequence[QuestionGroup], name: str) -> QuestionGroup:
    from bot.maintenance.inbox.groups import find_group

    found = find_group(groups, name)
    if found is None:
        _refuse(f"Il n'y a pas de groupe « {name} » : .venv/bin/aiguilleur inbox les liste.")
    return found


def _refuse(problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    raise typer.Exit(1)


def _groups(source: _Source) -> list[QuestionGroup]:
    from bot.content.project_files import PROJECT
    from bot.maintenance.inbox.groups import group
    from bot.maintenance.inbox.muting import Muted

    return group(_questions(source), Muted.load(PROJECT))


def _questions(source: _Source) -> list[OpenQuestion]:
    from bot.maintenance.inbox.exchange import from_json
    from bot.maintenance.inbox.groups import MAX_QUESTIONS
    from bot.storage.stores import open_inbox

    if source.exported is not None:
        return from_json(source.exported)
    with open_inbox(source.database, source.hub) as open_questions:
        return open_questions.read_sync(MAX_QUESTIONS)
