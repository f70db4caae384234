"""Changes of texts that are no answers of the programme: buttons, greetings, the channels' own words, hubs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final

import msgspec

from bot.answers.texts import LANGUAGES
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.web.texts import WEB_TEXTS
from bot.content.changelog import ChangelogEntry
from bot.content.hubs import HubProfile
from bot.content.loading import Content
from bot.maintenance.diff.word_diff import Marked, changed_lines
from bot.maintenance.site.texts import SITE_TEXTS
from nlu.training_data.stories import read_stories
from rules.yaml_lines import read_document

_FORMS: Final = {
    "formes courtes (en_bref)": "en_bref",
    "formes sous un titre (en_carte)": "en_carte",
    "formes pour quelqu’un d’autre (d_un_autre)": "d_un_autre",
    "réponses à un doute (encore)": "encore",
}
"""The forms of an answer that no full answer uses, by where they are shown."""

_IN_PROGRAMME: Final = {
    "étapes de « Mon parcours » (etapes.yml)": "etapes.yml",
    "ce qui se compare (elements.yml)": "elements.yml",
}
"""Files of the programme that answers show besides the tables."""

_NOT_SHOWN: Final = ("id", "faits")


@dataclass(frozen=True)
class TextChange:
    """A changed text under its path ("accueil › seul"); `where` is the file or the kind of text, in French."""

    where: str
    name: str
    language: str | None
    marked: Marked


def text_changes(old: Content, new: Content) -> list[TextChange]:
    """The changes of every text that an adviser can see outside the answers of the programme's questions."""
    found: list[TextChange] = []
    # Questions of only one version, and texts that rows name, are shown elsewhere.
    apart = old.programme.tables.keys() ^ new.programme.tables.keys(), _wordings(old) | _wordings(new)
    for language in LANGUAGES:
        for (where, was), (_, now) in zip(
            _texts_by_place(old, language, *apart), _texts_by_place(new, language, *apart), strict=True
        ):
            found += _differing(where, was, now, language)
    for name in sorted({*old.hubs, *new.hubs}):
        where = f"hub « {(new.hubs.get(name) or old.hubs[name]).name} » (stories/hubs/{name}.yml)"
        found += _differing(where, _hub(old.hubs.get(name)), _hub(new.hubs.get(name)), None)
    for where, name in _IN_PROGRAMME.items():
        was, now = (_by_id(read_document(content.files.programme / name, Any).content) for content in (old, new))
        found += _differing(where, was, now, None)
    was, now = ({change.id: _change(change) for change in content.changes} for content in (old, new))
    found += _differing("ce qui a changé (stories/changements)", was, now, None)
    found += _differing("récits (stories/recits)", _stories(old), _stories(new), None)
    return found


def _wordings(content: Content) -> set[str]:
    """The texts that rows name."""
    return {row.then.wording for table in content.programme.tables.values() for row in table.rows}


def _texts_by_place(
    content: Content, language: str, questions: Set[str], wordings: Set[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The texts of one language by place, without those of the questions and wordings given."""
    texts = content.texts[language]
    titles = {name: title for name, title in texts.questions.items() if name not in questions}
    answers = {name: entry for name, entry in texts.answers.items() if name not in wordings}
    regions = {name: text.in_language(language) for name, text in content.programme.regions.items()}
    yield "titres des questions, en boutons (questions.yml et stories/faq)", titles
    yield "ce que dit l’assistant (answers)", _plain(answers)
    named = {name: entry for name, entry in texts.answers.items() if name in wordings}
    for where, form in _FORMS.items():
        yield where, {name: text for name, entry in named.items() if (text := getattr(entry, form))}
    yield "réponses selon la question posée (actes.yml)", _plain(texts.acts)
    yield "« Mon parcours » (parcours.yml)", _plain(texts.path)
    yield "dates (dates.yml)", texts.dates
    yield "questions pour un fait qui manque (demandes.yml)", _plain(texts.demands)
    yield "petits mots (interface.yml)", texts.interface
    yield "noms des régions (territoires.yml)", regions
    yield "Telegram (telegram.yml)", _plain(content.of(TELEGRAM_TEXTS)[language])
    yield "fenêtre et page (widget.yml, formulaire.yml)", _plain(content.of(WEB_TEXTS)[language])
    yield "site des réponses (site.yml)", _plain(content.of(SITE_TEXTS)[language])


def _stories(content: Content) -> dict[str, list[str]]:
    """The steps of each story, a line each."""
    return {
        story.name: [
            f"« {step.question} » → « {step.reply.answer} »" + (", puis tout est oublié" if step.reply.restarts else "")
            for step in story.steps
        ]
        for story in read_stories(content.files.recits)
    }


def _hub(hub: HubProfile | None) -> dict[str, Any]:
    """What visitors of a site see of a hub, and the origins that may embed it."""
    if hub is None:
        return {}
    territory = hub.territory
    return {
        "nom": hub.name,
        "langues": ", ".join(hub.languages),
        "couleur": hub.colour,
        "accueil": dict(hub.greeting),
        "origines": ", ".join(sorted(hub.origins.all)),
        "territoire": f"{territory.name} ({', '.join(territory.codes)})" if territory else "",
    }


def _change(change: ChangelogEntry) -> dict[str, Any]:
    """What the site says of a change, and whom it concerns."""
    return {
        "titre": asdict(change.title),
        "texte": asdict(change.text),
        "publie": change.published,
        "depuis": change.since,
        "jusqu_a": change.until,
        "territoires": change.territories,
        "formations": change.courses,
        "source": change.source.id if change.source else None,
    }


def _by_id(part: Any) -> Any:
    """A file's data, with blocks keyed by their `id` and other lists joined into a line."""
    if isinstance(part, dict):
        return {key: _by_id(value) for key, value in part.items() if key not in _NOT_SHOWN}
    if isinstance(part, list) and all(isinstance(block, dict) and "id" in block for block in part):
        return {block["id"]: _by_id(block) for block in part}
    return _in_line(part) if isinstance(part, list) else part


def _in_line(part: Any) -> str:
    if isinstance(part, dict):
        return " et ".join(f"{key} : {_in_line(value)}" for key, value in part.items())
    return ", ".join(map(_in_line, part)) if isinstance(part, list) else str(part)


def _plain(part: Any) -> Any:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else msgspec.to_builtins(part)


def _differing(
    where: str, was: Mapping[str, Any], now: Mapping[str, Any], language: str | None
) -> Iterator[TextChange]:
    old, new = dict(_flat(was)), dict(_flat(now))
    for name in (*new, *(name for name in old if name not in new)):
        if old.get(name, "") != new.get(name, ""):
            before, after = ([text] if (text := texts.get(name)) else [] for texts in (old, new))
            yield TextChange(where, name, language, changed_lines(before, after))


def _flat(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _flat(value, (*path, str(key)))
    elif isinstance(part, (list, tuple)):
        yield " › ".join(path), "\n".join(map(str, part))
    elif part is not None:
        yield " › ".join(path), str(part)
