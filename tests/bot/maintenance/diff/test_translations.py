"""An English text that stays as it was where the French one changes: a maintainer is told to read it again."""

from __future__ import annotations

import pytest

from bot.maintenance.diff.summary import summary
from bot.maintenance.diff.translations import unchanged_twins
from tests.bot.maintenance.diff.conftest import Copy

FRENCH, ENGLISH = (f"stories/answers/{language}/titre.yml" for language in ("fr", "en"))
BRIEF = "en_bref: Le titre complet est facultatif."


def named(copy: Copy) -> list[str]:
    """The names of the English texts to read again."""
    return [twin.name for twin in unchanged_twins(copy.before.files, copy.files)]


def test_nothing_is_to_be_read_again_where_nothing_changes(copy: Copy) -> None:
    assert named(copy) == []


def test_an_english_text_is_named_with_its_line_where_the_french_one_changes_alone(copy: Copy) -> None:
    copy.edit(FRENCH, BRIEF, "en_bref: Le titre n'est pas obligatoire.")
    (twin,) = unchanged_twins(copy.before.files, copy.files)
    assert twin.name == "obligation_titre › en_bref"
    file, line = twin.place.split(":")
    assert file == ENGLISH
    written = (copy.files.root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert written.startswith("  en_bref: ")


def test_it_is_told_in_one_sentence(copy: Copy) -> None:
    copy.edit(FRENCH, BRIEF, "en_bref: Le titre n'est pas obligatoire.")
    told_so = [sentence for sentence in summary(copy.changes()) if sentence.startswith("L’anglais n’a pas changé")]
    assert len(told_so) == 1
    assert f"« obligation_titre › en_bref » ({ENGLISH}:" in told_so[0]


def test_nothing_is_to_be_read_again_where_both_languages_change(copy: Copy) -> None:
    copy.edit(FRENCH, BRIEF, "en_bref: Le titre n'est pas obligatoire.")
    copy.edit(ENGLISH, "en_bref: The full title is optional", "en_bref: The full title is not required")
    assert named(copy) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        pytest.param(
            "stories/faq/prix.yml", "fr: Je n’ai aucun prix.", "fr: Je n’ai pas de prix.", "prix › reponse", id="a FAQ"
        ),
        pytest.param(
            "stories/hubs/exemple.yml", "Bonjour !", "Salut !", "exemple › accueil", id="the greeting of a hub"
        ),
        pytest.param(
            "stories/answers/fr/site.yml", "carte: Les cartes", "carte: Les plans", "carte", id="a word of the site"
        ),
    ],
)
def test_texts_of_every_kind_have_a_twin(copy: Copy, file: str, old: str, new: str, name: str) -> None:
    copy.edit(file, old, new)
    assert named(copy) == [name]


def test_a_text_in_a_file_that_is_new_has_no_twin_to_read(copy: Copy) -> None:
    text = (copy.files.root / "stories" / "faq" / "prix.yml").read_text(encoding="utf-8")
    copy.write("stories/faq/tarif.yml", text.replace("faq: prix", "faq: tarif"))
    assert named(copy) == []
