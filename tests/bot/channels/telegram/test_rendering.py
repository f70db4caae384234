"""What an adviser reads on Telegram: the whole reply, in messages that Telegram takes, with buttons a phone shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.keyboards import Button
from bot.channels.telegram.limits import MAX_TEXT_UTF16_UNITS, utf16_units
from bot.channels.telegram.rendering import MessagePart, pieces, render
from bot.messages import Card, Fold, LinkButton, PathStep, PathSteps, Reply
from tests.doubles.telegram.markup import read_html
from tests.support.tables import each_row


def shown(part: MessagePart) -> str:
    """What an adviser reads of a message, once Telegram has read its markup."""
    return read_html(part.html)[0]


def words(text: str) -> list[str]:
    return text.split()


_SENTENCES = st.lists(
    st.one_of(
        st.sampled_from(
            ["Écrivez à formation@lamednum.coop.", "Voir https://hubikoop.fr/?a=1&b=2", "<b>&amp;</i>", "🧭"]
        ),
        st.text(st.characters(exclude_categories=["C"]), max_size=60),
        st.integers(1, 1500).map(lambda length: "mot " * length),
        st.integers(1, 5000).map(lambda length: "🧭" * length),
    ),
    max_size=6,
)
_TEXTS = st.tuples(_SENTENCES, st.sampled_from(["\n", "\n\n", ". ", " "])).map(
    lambda made: made[1].join(made[0]).strip()
)
_REPLIES = st.builds(
    Reply,
    language=st.just("fr"),
    blocks=st.lists(_TEXTS, min_size=1, max_size=4).map(tuple),
    notices=st.lists(_TEXTS, max_size=2).map(tuple),
    sources=st.lists(_TEXTS, max_size=2).map(tuple),
)


@given(_REPLIES)
def test_a_reply_of_any_length_arrives_whole_once_and_in_order(reply: Reply) -> None:
    parts = [shown(part) for part in render(reply)]
    assert all(1 <= utf16_units(text) <= MAX_TEXT_UTF16_UNITS for text in parts)
    assert "".join(words("".join(parts))) == "".join(words(reply.text))


def test_a_long_text_is_cut_between_lines_else_between_sentences_else_between_words() -> None:
    assert list(pieces("Une ligne. Encore.\nUne autre.", 22)) == ["Une ligne. Encore.", "Une autre."]
    assert list(pieces("Une phrase. Une autre phrase.", 22)) == ["Une phrase.", "Une autre phrase."]
    assert list(pieces("Une phrase assez longue.", 18)) == ["Une phrase assez", "longue."]
    assert list(pieces("🧭" * 3, 5)) == ["🧭🧭", "🧭"]


def test_the_buttons_stand_under_the_last_message() -> None:
    reply = Reply("fr", ("mot " * 3000,), links=(LinkButton("Site", "https://hubikoop.fr/"),))
    *before, last = render(reply)
    assert before
    assert all(part.keyboard == () for part in before)
    assert last.keyboard == ((Button("Site", url="https://hubikoop.fr/"),),)


@each_row(
    ("reply", "html"),
    [
        (
            Reply("fr", ("L’État <paie> & forme.",), notices=("À noter.",), sources=("Source : A.", "Source : B.")),
            "L’État &lt;paie&gt; &amp; forme.\n\n<blockquote>À noter.</blockquote>\n\n<i>Source : A.\nSource : B.</i>",
        ),
        (
            Reply("fr", (PathSteps((PathStep("✓ 1."), PathStep("2. <ici>", ("Qui : eux",), is_next=True))),)),
            "✓ 1.\n<b>2. &lt;ici&gt;</b>\n    Qui : eux",
        ),
        (
            Reply(
                "fr", ("Voici :", Card("Le CCP1", "La Fabrik.", (LinkButton("Site", "https://fabrik.fr/?a=1&b=2"),)))
            ),
            'Voici :\n\n<b>Le CCP1</b>\nLa Fabrik.\n<a href="https://fabrik.fr/?a=1&amp;b=2">Site</a>',
        ),
        (
            Reply("fr", ("Oui.", Fold("À savoir", ("Un <détail>.", "Un second.")))),
            "Oui.\n\n<b>À savoir</b>\n<blockquote expandable>Un &lt;détail&gt;.\n\nUn second.</blockquote>",
        ),
    ],
)
def test_an_adviser_sees_what_is_next_what_has_a_title_and_what_unfolds_and_the_sources_last(
    reply: Reply, html: str
) -> None:
    [message] = render(reply)
    assert message.html == html
    assert message.keyboard == ()


def test_links_without_room_for_a_button_stand_in_the_text() -> None:
    links = tuple(LinkButton(f"Lien {number}", f"https://lien.fr/{number}") for number in range(7))
    [message] = render(Reply("fr", ("Oui.",), links=links))
    assert [button.title for row in message.keyboard for button in row] == [link.title for link in links[:5]]
    assert message.html.endswith('<a href="https://lien.fr/5">Lien 5</a>\n<a href="https://lien.fr/6">Lien 6</a>')
