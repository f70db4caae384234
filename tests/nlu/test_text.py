"""Words are the same with and without case, accents and typographic signs, and keep their place in the text."""

from hypothesis import given
from hypothesis import strategies as st

from nlu.text import fold, tokens
from tests.support.tables import each_row


@each_row(
    ("written", "folded"),
    [
        ("Pyrénées", "pyrenees"),
        ("l’Haÿ", "l'hay"),
        ("Jœuf", "joeuf"),
        ("Cre\u0301teil", "creteil"),
        ("ﬁnance", "finance"),
        ("Straße", "strasse"),
    ],
)
def test_letters_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_words_keep_their_place_in_the_message() -> None:
    text = "Je suis à L’Haÿ-les-Roses (94), 40 % du temps"
    assert [word for word, _, _ in tokens(text)] == [
        "je", "suis", "a", "l", "hay", "les", "roses", "94", "40", "%", "du", "temps",
    ]  # fmt: skip
    assert [text[start:end] for _, start, end in tokens(text)][2:5] == ["à", "L", "Haÿ"]


@given(st.text())
def test_tokens_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for _, start, stop in tokens(text):
        assert end <= start < stop <= len(text)
        end = stop
