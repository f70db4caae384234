"""An English text that stays as it was where the French one changes: a maintainer is told to read it again."""

from __future__ import annotations

from bot.maintenance.diff.summary import summary
from bot.maintenance.diff.translations import unchanged_twins
from tests.bot.maintenance.diff.conftest import Copy

FRENCH, ENGLISH = (f"stories/answers/{language}/titre.yml" for language in ("fr", "en"))
OTHERS = (
    ("stories/faq/prix.yml", "fr: Je n’ai aucun prix.", "fr: Je n’ai pas de prix.", "prix › reponse"),
    ("stories/hubs/exemple.yml", "Bonjour !", "Salut !", "exemple › accueil"),
    ("stories/answers/fr/site.yml", "carte: Les cartes", "carte: Les plans", "carte"),
)


def test_an_english_text_is_named_with_its_line_where_the_french_one_changes_alone(copy: Copy) -> None:
    copy.edit(FRENCH, "en_bref: Le titre complet est facultatif.", "en_bref: Le titre n'est pas obligatoire.")
    (twin,) = unchanged_twins(copy.before.files, copy.files)
    assert twin.name == "obligation_titre › en_bref"
    file, line = twin.place.split(":")
    assert file == ENGLISH
    written = (copy.files.root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert written.startswith("  en_bref: ")
    assert any(f"« {twin.name} » ({twin.place}" in sentence for sentence in summary(copy.changes()))
    copy.edit(ENGLISH, "en_bref: The full title is optional", "en_bref: The full title is not required")
    for file, old, new, _ in OTHERS:
        copy.edit(file, old, new)
    assert {twin.name for twin in unchanged_twins(copy.before.files, copy.files)} == {name for *_, name in OTHERS}
