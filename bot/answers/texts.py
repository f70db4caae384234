"""The texts of the answers, from `stories/answers`: loaded, checked, typeset, then filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import msgspec
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.answers.act_texts import ActTexts
from bot.answers.by_zone import ANYWHERE, BY_ZONE
from nlu.training_data.examples import FAQ
from rules.errors import Finding, ProgrammeError
from rules.ids import FactId
from rules.model import Place, Programme
from rules.suggestions import nearest
from rules.yaml_lines import Document, read_all, read_sound

LANGUAGES = ("fr", "en")
LANGUAGE_NAMES = {"fr": "français", "en": "anglais"}
"""What maintainers call them."""

ANSWERS = Path(__file__).parents[2] / "stories" / "answers"

THEMES_APART = frozenset(
    {
        "actes.yml",
        "dates.yml",
        "demandes.yml",
        "questions.yml",
        "interface.yml",
        "telegram.yml",
        "widget.yml",
        "formulaire.yml",
        "site.yml",
        "parcours.yml",
    }
)
"""Files of a language with texts that are not answers."""

# French puts a non-breaking space before these signs, inside guillemets, and between a number (or its placeholder) and
# its unit; maintainers type a plain space. "2025 s'ouvre" is no number of seconds.
_COUNTED = r"h|min|s(?!’)|heures?|semaines?|jours?|modules?|sessions?|aidants|caractères|territoires?|euros?"
_KEPT_TOGETHER = re.compile(rf" (?=[:;?!»%])|(?<=«) |(?<=[\d}}]) (?=(?:{_COUNTED})\b)|(?<=\d) (?=\d{{3}}\b)")
_NO_BREAK = "\u00a0"

_FORMS = ("texte", "d_un_autre", "en_bref", "en_carte", "avis", "en_pratique", "encore")
"""The keys of an answer that are texts."""

_IN_BOTH_LANGUAGES = ("d_un_autre", "en_bref", "en_carte", "en_pratique", "depasse", "encore", "donne_les_dates")
"""The keys of an answer that both languages have, or neither."""

_TRANSLATE = "l'écrire dans le fichier du même nom, ou le retirer d'ici"


class AnswerText(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One answer, in its different forms.

    Attributes:
        texte: the text.
        d_un_autre: the text about someone other than the writer.
        en_bref: the text in a sentence or two.
        en_carte: the text under a title with the course's name, after a line with the place.
        avis: the text as a notice under another answer.
        en_pratique: what a newer source changes today, said within the answer instead of as a notice.
        depasse: whether what newer sources change replaces this text, and so comes first.
        encore: for a row with `remet_en_doute`, the reply to a doubt whether something still takes place.
        donne_les_dates: whether the text itself says since when, or from when to when.
        liens: links to offer, as "organisation.purpose".
        choix: questions to offer.
    """

    texte: str
    d_un_autre: str | None = None
    en_bref: str | None = None
    en_carte: str | None = None
    avis: str | None = None
    en_pratique: str | None = None
    depasse: bool = False
    encore: str | None = None
    donne_les_dates: bool = False
    liens: list[str] = []
    choix: list[str] = []


class FactTexts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The question for a missing fact, and the names of its values.

    Attributes:
        texte: the question.
        en_bref: the question in other words, for the second time.
        d_un_autre: the question about someone other than the writer.
        nom: the fact's name ("votre territoire").
        valeurs: names of its values.
        si_inconnu: how to find out, for those who do not know.
    """

    texte: str
    en_bref: str | None = None
    d_un_autre: str | None = None
    nom: str | None = None
    valeurs: dict[str, str] = {}
    si_inconnu: str | None = None


class FaqTexts(msgspec.Struct, frozen=True):
    """The texts of a FAQ file; `en_bref`, `d_un_autre` and `donne_les_dates` are as in :class:`AnswerText`."""

    faq: str
    titre: dict[str, str]
    reponse: dict[str, str]
    en_bref: dict[str, str] = {}
    d_un_autre: dict[str, str] = {}
    donne_les_dates: bool = False


class PathTexts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The texts of the path.

    Attributes:
        etapes: the stages' titles.
        lignes: the line of a stage, by status.
        details: the labels of the details.
        brefs: an answer in a few words, as a detail of a stage, by name of its text.
        brefs_sans: the same as long as a fact is not stated, by fact.
    """

    etapes: dict[str, str]
    lignes: dict[str, str]
    details: dict[str, str]
    brefs: dict[str, str]
    brefs_sans: dict[str, dict[str, str]] = {}


class AnswerTexts(msgspec.Struct, frozen=True):
    """All texts of the answers in one language, in one form of `text_forms.py`.

    Attributes:
        language: "fr" or "en".
        answers: answers, by name.
        demands: questions for facts, by fact.
        questions: titles of questions, by name.
        interface: texts around answers and on buttons, by name.
        acts: answers to a form of question.
        path: texts of the path.
        dates: what a source says in place of an exact day ("le printemps 2024"), by day in ISO format.
        commitments: values of the placeholders that any text may have.
        is_of_another: whether they are worded for someone other than the writer.
        is_in_brief: whether they are the short forms.
    """

    language: str
    answers: dict[str, AnswerText]
    demands: dict[str, FactTexts]
    questions: dict[str, str]
    interface: dict[str, str]
    acts: ActTexts = ActTexts()
    path: PathTexts = PathTexts({}, {}, {}, {})
    dates: dict[str, str] = {}
    commitments: dict[str, object] = {}
    is_of_another: bool = False
    is_in_brief: bool = False

    @property
    def variant(self) -> tuple[str, bool]:
        """The language, and whether the texts are about someone else: the same for short and long forms."""
        return self.language, self.is_of_another

    def number(self, value: float) -> str:
        """A number as the language writes it: "1 858", "92,115"."""
        return format_decimal(value, locale=self.language, decimal_quantization=False)

    def month(self, day: date) -> str:
        """A month and year: "mars 2024"."""
        return format_skeleton("yMMMM", day, locale=self.language)

    def limit(self, day: date) -> str:
        """The first or last day of a rule, as exactly as its source gives it: "le printemps 2024", "mars 2024"."""
        return self.dates.get(day.isoformat()) or self.month(day)

    def day(self, day: date) -> str:
        """A day: "12 mai 2024", "1er mars 2024"."""
        return written_day(day, self.language)

    def enumeration(self, items: list[str]) -> str:
        """Items joined with commas and "et"."""
        return _listed(tuple(items), "standard", self.language)

    def alternatives(self, items: list[str]) -> str:
        """Items joined with commas and "ou"."""
        return _listed(tuple(items), "or", self.language)

    def duration(self, minutes: int) -> str:
        """Minutes as hours and minutes: "1 h 30", "45 min"."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest}{_NO_BREAK}min"
        minutes_part = f"{_NO_BREAK}{rest:02d}" if rest else ""
        return f"{hours}{_NO_BREAK}h{minutes_part}" + (f"{_NO_BREAK}min" if rest and self.language == "en" else "")

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """A text with its placeholders filled; a figure whose name ends in `_minutes` is a duration.

        Raises:
            KeyError: the text names a placeholder that has no value.
        """
        shown: dict[str, object] = {BY_ZONE: ANYWHERE}
        for name, value in {**self.commitments, **values}.items():
            if isinstance(value, int) and name.endswith("_minutes"):
                shown[name] = self.duration(value)
            elif isinstance(value, (int, float)):
                shown[name] = self.number(value)
            else:
                shown[name] = value
        return typeset(template.format_map(shown).strip(), self.language)


@lru_cache(maxsize=4_096)
def _listed(items: tuple[str, ...], style: Literal["standard", "or"], language: str) -> str:
    """A list in words. Cached, like days: Babel looks the language up on each call."""
    return format_list(items, style=style, locale=language)


@lru_cache(maxsize=4_096)
def written_day(day: date, language: str) -> str:
    """A day in a language: "12 mai 2024", "1er mars 2024"."""
    text = format_date(day, "long", locale=language)
    # French has one ordinal, which the locale data lacks.
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def value_name(programme: Programme, texts: AnswerTexts, fact: str, value: str) -> str:
    """The name of a fact's value: the maintainers' word, or the name of the place or organisation."""
    if fact == FactId.PLACE:
        return f"{programme.territories[value].name} ({value})"
    demand, organisation = texts.demands.get(fact), programme.organisations.get(value)
    named = demand.valeurs.get(value) if demand else None
    return named or (organisation.short_name if organisation else value)


def load_answer_texts(
    directory: Path = ANSWERS, faq: Path = FAQ, left_out: Collection[str] = ()
) -> dict[str, AnswerTexts]:
    """The texts of every language, without the plain questions named in `left_out`.

    Raises:
        ProgrammeError: a file has another form, or a text is missing in one language.
    """
    findings: list[Finding] = []
    sound = list(read_all(faq, FaqTexts, findings, left_out))
    findings += _lacking(sound)
    if findings:
        sound = []
    places: dict[str, dict[str, Place]] = {language: {} for language in LANGUAGES}
    texts = {
        language: _read(directory / language, language, sound, places[language], findings) for language in LANGUAGES
    }
    if not findings:
        findings += _without_twin(directory, places)
        findings += _keys_in_one_language(texts, places)
    if findings:
        raise ProgrammeError(findings)
    return texts


def _lacking(faq: Iterable[Document[FaqTexts]]) -> Iterator[Finding]:
    """The plain questions without a text in one of the languages."""
    for document in faq:
        faq_texts = document.content
        needed = (("reponse", faq_texts.reponse), ("titre", faq_texts.titre))
        optional = (("en_bref", faq_texts.en_bref), ("d_un_autre", faq_texts.d_un_autre))
        for key, texts in (*needed, *((key, texts) for key, texts in optional if texts)):
            for language in LANGUAGES:
                if language not in texts:
                    problem = f"« {key} » : il manque la langue « {language} »"
                    yield Finding(document.place(key), problem, f"ajouter « {language}: … » sous « {key} »")


def _without_twin(directory: Path, places: Mapping[str, Mapping[str, Place]]) -> Iterator[Finding]:
    """The texts that exist in one language only; a missing file gives one finding."""
    for language, other in (("fr", "en"), ("en", "fr")):
        alone = [places[language][name] for name in places[language] if name not in places[other]]
        for file in dict.fromkeys(place.file for place in alone):
            if not (directory / other / file.name).exists():
                problem = f"ce fichier n'a pas de jumeau dans answers/{other}"
                yield Finding(Place(file, 1), problem, f"écrire answers/{other}/{file.name}, avec les mêmes textes")
        lacking = [name for name in places[other] if name not in places[language]]
        for name, place in places[language].items():
            if place in alone and (directory / other / place.file.name).exists():
                renamed = nearest(name, lacking)
                if renamed and language != LANGUAGES[0]:
                    continue  # reported for the other language
                remedy = f"lui donner le nom qu'il a dans answers/{other}, « {renamed} »" if renamed else _TRANSLATE
                yield Finding(place, f"le texte « {name} » n'existe pas dans answers/{other}", remedy)


def _keys_in_one_language(
    texts: Mapping[str, AnswerTexts], places: Mapping[str, Mapping[str, Place]]
) -> Iterator[Finding]:
    """The texts that have one of these keys in one language only."""
    for language, other in (("fr", "en"), ("en", "fr")):
        for name, text in texts[language].answers.items():
            twin = texts[other].answers.get(name)
            for key in _IN_BOTH_LANGUAGES:
                if getattr(text, key) and twin and not getattr(twin, key):
                    problem = f"« {name} » a « {key} » ici, et ne l'a pas dans answers/{other}"
                    yield Finding(places[language][name], problem, "l'écrire dans les deux langues, ou dans aucune")


def _read(
    directory: Path, language: str, faq: list[Document[FaqTexts]], places: dict[str, Place], findings: list[Finding]
) -> AnswerTexts:
    """The texts of a language, as far as they can be read; fills `places` with the place of each answer."""
    answers: dict[str, AnswerText] = {}
    questions: dict[str, str] = {}

    def add(name: str, entry: AnswerText, place: Place) -> None:
        other = places.setdefault(name, place)
        if other != place:
            problem = f"le texte « {name} » existe déjà ({other})"
            findings.append(Finding(place, problem, "en renommer un, ou n'en garder qu'un"))
        answers[name] = entry

    for path in sorted(directory.glob("*.yml")):
        theme = None if path.name in THEMES_APART else read_sound(path, dict[str, AnswerText], findings)
        if theme:
            for name, entry in theme.content.items():
                add(name, entry, theme.place(name))
    titles = read_sound(directory / "questions.yml", dict[str, str], findings)
    questions.update(titles.content if titles else {})
    for document in faq:
        faq_texts = document.content
        text = AnswerText(
            faq_texts.reponse[language],
            en_bref=faq_texts.en_bref.get(language),
            d_un_autre=faq_texts.d_un_autre.get(language),
            donne_les_dates=faq_texts.donne_les_dates,
        )
        add(document.content.faq, text, document.place("faq"))
        questions[document.content.faq] = document.content.titre[language]
    demands = read_sound(directory / "demandes.yml", dict[str, FactTexts], findings)
    interface = read_sound(directory / "interface.yml", dict[str, str], findings)
    acts = read_sound(directory / "actes.yml", ActTexts, findings)
    stages = read_sound(directory / "parcours.yml", PathTexts, findings)
    dates = read_sound(directory / "dates.yml", dict[str, str], findings)
    return _set(
        AnswerTexts(
            language,
            answers,
            demands.content if demands else {},
            questions,
            interface.content if interface else {},
            acts.content if acts else ActTexts(),
            stages.content if stages else PathTexts({}, {}, {}, {}),
            dates.content if dates else {},
        )
    )


def words_in_braces(text: str) -> frozenset[str]:
    """The placeholders of a text.

    For a brace without its partner, the whole text: nothing fills that.
    """
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({text})


def typeset(text: str, language: str) -> str:
    """A text with typographic apostrophes and spaces."""
    text = text.replace("'", "’")
    return _KEPT_TOGETHER.sub(_NO_BREAK, text) if language == "fr" else text


def uncapitalized(text: str) -> str:
    """A title as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def capitalized(text: str) -> str:
    """A text with a capital first, the rest as it is."""
    return text[:1].upper() + text[1:]


def _set(texts: AnswerTexts) -> AnswerTexts:
    """The texts, typeset."""

    def each(part: Any) -> Any:
        if isinstance(part, str):
            return typeset(part, texts.language)
        if isinstance(part, dict):
            return {key: each(value) for key, value in part.items()}
        if isinstance(part, ActTexts):
            return ActTexts(**each(msgspec.structs.asdict(part)))
        if isinstance(part, AnswerText):
            texts_set = {name: each(getattr(part, name)) for name in _FORMS}
            return msgspec.structs.replace(part, **texts_set)
        if isinstance(part, PathTexts):
            return PathTexts(**each(msgspec.structs.asdict(part)))
        if isinstance(part, FactTexts):
            names = ("texte", "en_bref", "d_un_autre", "nom", "valeurs", "si_inconnu")
            texts_set = {name: each(getattr(part, name)) for name in names}
            return msgspec.structs.replace(part, **texts_set)
        return part

    return AnswerTexts(
        texts.language,
        each(texts.answers),
        each(texts.demands),
        each(texts.questions),
        each(texts.interface),
        each(texts.acts),
        each(texts.path),
        each(texts.dates),
    )
