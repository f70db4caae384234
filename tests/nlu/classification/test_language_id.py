"""The language of a message is guessed from its n-grams."""

import pytest

from nlu.classification.language_id import LanguageIdentifier
from tests.support.tables import each_row

FRENCH = ["quel organisme pour les Landes ?", "où s'inscrire aux modules", "qui paie la formation ?", "c'est très long"]
ENGLISH = ["which organisation for Landes?", "where do I enrol", "who pays for the training?", "that is very long"]


@pytest.fixture(scope="module")
def identifier(tmp_path_factory):
    trained = LanguageIdentifier().fit([*FRENCH, *ENGLISH], ["fr"] * 4 + ["en"] * 4, ["Dax", "Pau"])
    path = tmp_path_factory.mktemp("language") / "language.joblib"
    trained.save(path)
    return LanguageIdentifier.load(path)


@each_row(("text", "language"), [(FRENCH[0], "fr"), (ENGLISH[0], "en"), ("40", None), ("", None)])
def test_a_sentence_tells_its_language_and_a_number_does_not(identifier, text, language):
    assert identifier.identify(text) == language
