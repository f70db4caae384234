"""The names of territories and towns, and what it takes to believe each of them.

A name is looked up by its words, folded and joined by spaces ("cotes d armor"). Departments, regions, zones and the
lexicon's other names make some thousand entries; the communes are kept as rows and become entries when met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from nlu.entities.places.lexicon import AliasBlock, LexiconFile
from nlu.text import fold, tokens
from rules.errors import Finding, ProgrammeError
from rules.schema import TerritoriesFile, ZoneBlock
from rules.yaml_lines import Document, read_document

LEXICON = "territoires.yml"

Kind = Literal["department", "region", "zone", "commune"]
# What it takes to believe a name: nothing; a capital or a place cue (it is a word too); a place cue (few know it);
# both (a village that is a word too). "organisation" names no territory and hides the words it covers.
# "spelt" is a department number in letters.
Trust = Literal["sure", "word", "village", "village_word", "organisation", "spelt"]

_MARKS = "*+<~"
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont"}
_UNITS = [
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
]  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre vingt"}
_KINDS: dict[str, Kind] = {"departement": "department", "drom": "department", "collectivite": "department"}
# Left out when people shorten a name: "lot garonne", "pas calais", "puy dome".
_LINKS = frozenset({"et", "de", "d", "la", "en"})
# "l isere" is written "lisere" and "cotes d armor" "cotes darmor" when the apostrophe is forgotten.
_ELIDED = frozenset({"d", "l"})


@dataclass(frozen=True)
class Entry:
    """What a name stands for. `others` are departments where a lesser namesake lies."""

    name: str
    codes: tuple[str, ...]
    kind: Kind
    ambiguous: bool = False
    trust: Trust = "sure"
    others: tuple[str, ...] = ()
    # Misspellings of this name are understood, and without any cue if `known`.
    known: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """All names, and the lexicon's words about them."""

    entries: dict[str, Entry]
    communes: dict[str, list[tuple[str, str, str]]]
    lengths: dict[str, tuple[int, ...]]
    departments: dict[str, str]
    capitals_only: frozenset[str]
    common: frozenset[str]
    trusted: frozenset[str]
    never: frozenset[str]
    not_before: dict[str, frozenset[str]]
    not_after: dict[str, tuple[str, ...]]
    lexicon: LexiconFile
    _met: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)

    def entry(self, key: str) -> Entry | None:
        """The entry of a name; a department, region or other name comes before a commune."""
        found = self.entries.get(key) or self._met.get(key)
        if found is None and key in self.communes:
            found = self._met[key] = self._commune(key)
        return found

    def _commune(self, key: str) -> Entry:
        rows = self.communes[key]
        codes = tuple(sorted({code for code, _, marks in rows if "<" not in marks}))
        every = tuple(sorted({code for code, _, _ in rows}))
        marks = "".join(marks for _, _, marks in rows)
        town = "+" in marks or "*" in marks
        word = ("~" in marks or key in self.common) and key not in self.trusted
        trust: Trust = ("word" if word else "sure") if town else ("village_word" if word else "village")
        name = max(rows, key=lambda row: ("*" in row[2], "+" in row[2], "<" not in row[2]))[1]
        others = tuple(code for code in every if code not in codes)
        return Entry(
            name, codes or every, "commune", len(codes or every) > 1, trust, others, "*" in marks or "++" in marks
        )

    def towns(self) -> Iterable[str]:
        """The keys of prefectures and of communes of 5,000 inhabitants or more."""
        return (key for key, rows in self.communes.items() if any("+" in row[2] or "*" in row[2] for row in rows))


def key_of(text: str) -> str:
    """The look-up key of a name."""
    return " ".join(short_form(token.folded) for token in tokens(text))


def short_form(word: str) -> str:
    """A word with its usual abbreviation undone."""
    return _SHORT.get(word, word)


def load_gazetteer(territories: Path, communes: Path, lexicon: Path) -> Gazetteer:
    """Read the three files.

    Raises:
        ProgrammeError: a file is missing or does not have its form, or the lexicon names what does not exist.
    """
    official = read_document(territories, TerritoriesFile).content
    words = load_lexicon(territories, lexicon)
    double = {key_of(name) for name in words.double_sens}
    entries: dict[str, Entry] = {}
    capitals: set[str] = set()
    _add_organisations(entries, words)
    _add_official(entries, official)
    by_region = _codes_by_region(official)
    departments = {t.code: t.nom for t in official.territoires}
    for alias in words.autres_noms:
        _add_alias(entries, alias, departments, by_region)
        capitals.update(key_of(name) for name in alias.majuscule)
    _add_inhabitants(entries, words, departments)
    _add_zones(entries, words, official)
    _add_spelt_numbers(entries, departments)
    for zone in words.zones.values():
        capitals.update(key_of(name) for name in zone.majuscule)
    for key in double & entries.keys():
        entries[key] = replace(entries[key], trust="word")
    towns = _read_communes(communes)
    _merge_cities(entries, towns)
    return Gazetteer(
        entries=entries,
        communes=towns,
        lengths=_lengths([*entries, *towns]),
        departments=departments,
        capitals_only=frozenset(capitals),
        common=frozenset(map(key_of, words.mots_courants)),
        trusted=frozenset(map(key_of, words.noms_surs)),
        never=frozenset(map(key_of, words.jamais)),
        not_before=_not_before(words),
        not_after={
            key_of(name): tuple(map(key_of, words_before)) for name, words_before in words.sauf_precede_de.items()
        },
        lexicon=words,
    )


def load_lexicon(territories: Path, lexicon: Path) -> LexiconFile:
    """Read and check the words for places.

    Raises:
        ProgrammeError: a file is missing or does not have its form, or the lexicon names what does not exist.
    """
    document = read_document(lexicon, LexiconFile)
    findings = list(_lexicon_findings(document, read_document(territories, TerritoriesFile).content))
    if findings:
        raise ProgrammeError(findings)
    return document.content


def _lexicon_findings(document: Document[LexiconFile], official: TerritoriesFile) -> Iterator[Finding]:
    """What the lexicon names that territoires.yml does not have."""
    words = document.content
    regions = _codes_by_region(official)
    departments = {territory.code: territory.nom for territory in official.territoires}
    names = {key_of(name) for name in (*regions, *departments.values())}
    for index, alias in enumerate(words.autres_noms):
        place = document.place("autres_noms", index)
        names |= {key_of(name) for name in (*alias.dit, alias.nom or "")}
        for wrong in sorted({*alias.codes} - departments.keys()):
            yield Finding(place, f"« {wrong} » n'est pas un département", "écrire son numéro entre guillemets ('40')")
        if alias.region is not None and alias.region not in regions:
            yield Finding(place, f"« {alias.region} » n'est pas une région", f"choisir parmi : {', '.join(regions)}")
        if alias.region is None and not alias.codes:
            yield Finding(place, "ce nom ne dit pas de quel territoire", "ajouter « codes » ou « region »")
        named = alias.nom or alias.region or len(alias.codes) == 1 or tuple(sorted(alias.codes)) in regions.values()
        if alias.codes and not named:
            yield Finding(place, "ces départements ensemble n'ont pas de nom", "ajouter « nom » : ce qu'on en dira")
    for where in words.habitants:
        if key_of(departments.get(where, where)) not in names:
            remedy = "écrire un numéro de département, ou un nom de « autres_noms » ou de territoires.yml"
            yield Finding(document.place("habitants", where), f"« {where} » n'est pas un territoire connu", remedy)
    for zone in words.zones:
        if zone not in official.zones:
            remedy = f"choisir parmi : {', '.join(official.zones)} (territoires.yml)"
            yield Finding(document.place("zones", zone), f"la zone « {zone} » n'existe pas", remedy)


def _add_organisations(entries: dict[str, Entry], words: LexiconFile) -> None:
    for name in words.organisations:
        entries[key_of(name)] = Entry(name, (), "zone", trust="organisation")


def _add_official(entries: dict[str, Entry], official: TerritoriesFile) -> None:
    regions = _codes_by_region(official)
    for block in official.regions:
        entries[key_of(block.nom)] = Entry(block.nom, regions[block.nom], "region", known=True)
    for territory in official.territoires:
        entry = Entry(territory.nom, (territory.code,), _KINDS[territory.type], known=True)
        for key in _spellings(key_of(territory.nom)):
            entries.setdefault(key, entry)
        # Last, so that Guadeloupe is the department, not the region of one.
        entries[key_of(territory.nom)] = entry


def _codes_by_region(official: TerritoriesFile) -> dict[str, tuple[str, ...]]:
    return {
        region.nom: tuple(sorted(t.code for t in official.territoires if t.region == region.nom))
        for region in official.regions
    }


def _spellings(key: str) -> set[str]:
    """A department's name with its small words dropped or glued: "lot garonne", "cotes darmor", "val doise"."""
    words = key.split()
    if len(words) < 2:
        return set()
    short = [word for word in words if word not in _LINKS]
    glued: list[str] = []
    for word in words:
        if glued and glued[-1] in _ELIDED:
            glued[-1] += word
        else:
            glued.append(word)
    return {" ".join(words_) for words_ in (short, glued) if len(words_) > 1}


def _add_alias(
    entries: dict[str, Entry], alias: AliasBlock, departments: Mapping[str, str], regions: Mapping[str, tuple[str, ...]]
) -> None:
    codes = regions[alias.region] if alias.region else tuple(sorted(alias.codes))
    name = alias.nom or alias.region or departments[codes[0]] if len(codes) == 1 else alias.nom or alias.region
    if name is None:
        name = next(region for region, members in regions.items() if members == codes)
    # One department under a name of its own is a town: "Brive" is Brive-la-Gaillarde.
    kind: Kind = "region" if len(codes) > 1 else "commune" if alias.nom else "department"
    entry = Entry(name, codes, kind, alias.au_choix, known=True)
    for name in [*alias.dit, *([alias.nom] if alias.nom and kind == "region" else [])]:
        entries[key_of(name)] = entry


def _add_inhabitants(entries: dict[str, Entry], words: LexiconFile, departments: Mapping[str, str]) -> None:
    for where, forms in words.habitants.items():
        named = entries[key_of(departments.get(where, where))]
        # An inhabitant of Provence lives in one of its departments, but asks as people of the region do.
        entry = replace(named, known=False)
        for form in forms:
            for name in (form, f"{form}s", form.replace("-", "s-") + "s"):
                entries.setdefault(key_of(name), entry)


def _add_zones(entries: dict[str, Entry], words: LexiconFile, official: TerritoriesFile) -> None:
    for zone, block in words.zones.items():
        entry = Entry(block.nom, _zone(official.zones[zone], official), "zone")
        for name in block.dit:
            entries[key_of(name)] = entry


def _add_spelt_numbers(entries: dict[str, Entry], departments: Mapping[str, str]) -> None:
    """Add "dans le soixante-quatre", and "soixante-quatre" alone."""
    for number in range(1, 96):
        code = f"{number:02}"
        if code in departments:
            for name in spell(number):
                for before in ("", "le ", "dans le ", "ds le ", "departement ", "du "):
                    entries.setdefault(before + name, Entry(departments[code], (code,), "department", trust="spelt"))


def spell(number: int) -> set[str]:
    """A number from 1 to 99 in French letters."""
    if number < 20:
        return {_UNITS[number]}
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    link = " et " if unit in (1, 11) and ten != 8 else " "
    spelt = {f"{_TENS[ten]}{link}{_UNITS[unit]}".strip()}
    return spelt | {"quatre vingts"} if number == 80 else spelt


def _zone(zone: ZoneBlock, official: TerritoriesFile) -> tuple[str, ...]:
    """The codes of a zone: the union of its parts less its exceptions."""
    codes = {code for part in zone.zones for code in _zone(official.zones[part], official)} | set(zone.codes)
    codes |= {t.code for t in official.territoires if t.type in zone.types or t.region in zone.regions}
    codes -= {t.code for t in official.territoires if t.region in zone.sauf_regions}
    return tuple(sorted(codes - set(zone.sauf)))


def _merge_cities(entries: dict[str, Entry], communes: Mapping[str, list[tuple[str, str, str]]]) -> None:
    """A department that shares its name with a town elsewhere (Vienne, in Isère) is one of two."""
    for key, entry in list(entries.items()):
        if entry.kind != "department" or key != key_of(entry.name):
            continue
        elsewhere = {code for code, _, marks in communes.get(key, ()) if "+" in marks and "<" not in marks}
        if elsewhere - {*entry.codes} and entry.codes[0] < "97":
            entries[key] = replace(entry, codes=tuple(sorted({*entry.codes, *elsewhere})), ambiguous=True)


def _read_communes(path: Path) -> dict[str, list[tuple[str, str, str]]]:
    """The rows (department, name, marks) of each folded name."""
    content = path.read_text(encoding="utf-8")
    # Folding the file at once is ten times faster than folding each name.
    folded = fold(content).replace("-", " ").replace("'", " ")
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for line, keys in zip(content.splitlines(), folded.splitlines(), strict=True):
        if line.startswith("#"):
            continue
        code, _, names = line.partition("|")
        for name, key in zip(names.split(","), keys.partition("|")[2].split(","), strict=True):
            bare = name.rstrip(_MARKS)
            rows.setdefault(key.rstrip(_MARKS), []).append((code, bare, name[len(bare) :]))
    return rows


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How many words the names have that begin with a word, longest first."""
    found: dict[str, set[int]] = {}
    for key in keys:
        found.setdefault(key.partition(" ")[0], set()).add(key.count(" ") + 1)
    return {first: tuple(sorted(counts, reverse=True)) for first, counts in found.items()}


def _not_before(words: LexiconFile) -> dict[str, frozenset[str]]:
    refused = {key_of(name): frozenset(map(key_of, after)) for name, after in words.sauf_suivi_de.items()}
    for zone in words.zones.values():
        refused.update({key_of(name): frozenset(map(key_of, zone.sauf_suivi_de)) for name in zone.dit})
    return refused
