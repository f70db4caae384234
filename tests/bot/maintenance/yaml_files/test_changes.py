"""An edit touches its own lines: comments, order, quotes and line ends of a maintainer's file stay."""

from __future__ import annotations

from datetime import date
from difflib import ndiff

import pytest
import yaml

from bot.content.project_files import PROJECT
from bot.maintenance.studio.editing.entries import EntryBlock, entry_in
from bot.maintenance.yaml_files.changes import CannotEditError, YamlChange, edited
from tests.support.tables import each_row

TEXTS = """\
# Les textes du titre.

titre_ensc:   # en Charente
  texte: Pour le titre complet {dans}, c'est l'ENSC.
  # la forme courte
  en_bref: "Titre complet {dans} : l'ENSC."
titre_long:
  texte: |
    Une ligne.

    Une autre ligne.
  liens: [ensc.site, la_melee.site]   # dans cet ordre
mots: >
  un deux
  trois
exemples:
  fr:
  - le titre
  # avec une faute
  - 'le tittre'
  - "où : ici"
organismes:
  ensc:
    liens:
    - {pour: site, adresse: https://ensc.example/, confiance: confirmee,
       preuve: "une page, en 2026"}
    - {pour: guide, confiance: aucune, preuve: rien}
fin: 2027-01-01
"""


def changed(text: str, *path: str | int, to: object, after: str | None = None) -> list[str]:
    """The lines that an edit takes away and adds."""
    new = edited(text, [YamlChange(path, to, after)])
    return [line.rstrip("\n") for line in ndiff(text.splitlines(True), new.splitlines(True)) if line[0] in "+-"]


TEXT = "  texte: Pour le titre complet {dans}, c'est l'ENSC."
BRIEF = '  en_bref: "Titre complet {dans} : l\'ENSC."'
LINKS = ("organismes", "ensc", "liens")
LIST = "  liens: [ensc.site, la_melee.site]   # dans cet ordre"


@each_row(
    ("path", "value", "lines"),
    [
        (("titre_ensc", "texte"), "Ici : # rien", [f"- {TEXT}", '+   texte: "Ici : # rien"']),
        (("titre_ensc", "en_bref"), 'dit "oui"', [f"- {BRIEF}", '+   en_bref: "dit \\"oui\\""']),
        (("titre_ensc", "en_bref"), None, [f"- {BRIEF}"]),
        (("titre_ensc", "avis"), "no", ["+   avis: 'no'"]),
        (("titre_ensc", "d_un_autre", "fr"), "Cette personne…", ["+   d_un_autre:", "+     fr: Cette personne…"]),
        (("titre_long", "texte"), "Une ligne.\n\nLa fin.\n", ["-     Une autre ligne.", "+     La fin."]),
        (("fin",), date(2028, 2, 29), ["- fin: 2027-01-01", "+ fin: 2028-02-29"]),
        (("exemples", "fr"), ["le titre", "le tittre", "où : là"], ['-   - "où : ici"', '+   - "où : là"']),
        (("exemples", "fr"), ["avant", "le titre", "le tittre", "où : ici"], ["+   - avant"]),
        (("titre_long", "liens"), ["a, b"], [f"- {LIST}", '+   liens: ["a, b"]   # dans cet ordre']),
        (
            (*LINKS, 0, "preuve"),
            "une autre",
            ['-        preuve: "une page, en 2026"}', '+        preuve: "une autre"}'],
        ),
        (
            (*LINKS, 2),
            {"pour": "carte", "depuis": date(2027, 1, 1), "codes": ["40", "64"]},
            ["+     - {pour: carte, depuis: 2027-01-01, codes: ['40', '64']}"],
        ),
        ((*LINKS, 1), None, ["-     - {pour: guide, confiance: aucune, preuve: rien}"]),
        (("a", 0, "b"), "x", ["+ a:", "+ - {b: x}"]),
    ],
)
def test_only_the_lines_concerned_change(path, value, lines):
    assert changed(TEXTS, *path, to=value) == lines


def test_a_new_key_follows_the_one_that_it_belongs_to():
    new = edited(TEXTS, [YamlChange(("titre_long", "en_bref"), "Court.", after="texte")])
    assert "    Une autre ligne.\n  en_bref: Court.\n  liens:" in new


def test_the_line_ends_of_the_file_stay():
    new = edited(TEXTS.replace("\n", "\r\n"), [YamlChange(("titre_ensc", "avis"), "a\nb")])
    assert "\n" not in new.replace("\r\n", "")
    assert edited("a: un", [YamlChange(("b",), "deux")]) == "a: un\nb: deux\n"


def test_a_part_that_others_repeat_is_left_to_the_maintainer():
    with pytest.raises(CannotEditError, match="ne sait pas modifier"):
        edited("a: &x oui\nb: *x\n", [YamlChange(("b",), "non")])


@each_row(
    "value",
    ["oui: non", "- a", "# b", "{x}", "*y", "2024-01-01", "true", "12", "", " a ", "a: b #c", "é 'à' \"b\"", "a\tb"],
)
def test_every_text_is_read_back_as_it_was_typed(value):
    for path in (("titre_ensc", "texte"), ("titre_ensc", "avis"), ("organismes", "ensc", "liens", 0, "preuve")):
        data = yaml.safe_load(edited(TEXTS, [YamlChange(path, value)]))
        for step in path:
            data = data[step]
        assert data == value


@each_row(
    "path", sorted([*PROJECT.stories.rglob("*.yml"), *PROJECT.lexicon.glob("*.yml"), *PROJECT.programme.glob("*.yml")])
)
def test_every_file_of_the_project_comes_back_byte_for_byte_but_for_what_is_edited(path):
    text = path.read_bytes().decode()
    shown = entry_in({path: text}, "", "", "", [EntryBlock(path, ())])
    assert shown.edits(shown.values) == ((), {})
    field = next(each for each in shown.fields if each.form != "day")
    edits, refused = shown.edits({**shown.values, field.name: field.written.rstrip("\n") + " bis"})
    assert not refused
    (edit,) = edits
    assert len(set(edit.before.splitlines()) ^ set(edit.after.splitlines())) <= 2
