"""Several questions in one message: each is answered as it was asked, and what was not understood is named."""

from __future__ import annotations

from tests.support.tables import each_row

REMOTE_OR_NOT = "en partie à distance, en partie en présentiel"


def text_of(reply) -> str:
    return reply.text.replace("\u00a0", " ").replace("’", "'")


@each_row(
    ("message", "words"),
    [
        ("Je peux payer le titre complet avec mon CPF ? Et passer par la VAE ?", ["VAE", "CPF"]),
        ("Combien d'heures fait le titre complet, et c'est à distance ?", ["140 h", REMOTE_OR_NOT]),
        ("Pourquoi les modules sont obligatoires ? et depuis quand ?", ["raison", "depuis"]),
        ("Can I use my CPF for the full title and how long is it?", ["CPF", "140 hours"]),
    ],
)
async def test_each_question_of_a_message_is_answered(say, message: str, words: list[str]) -> None:
    reply = text_of(await say(message))
    assert all(word in reply for word in words), reply


async def test_part_not_understood_is_named_beside_the_answer(say) -> None:
    reply = text_of(await say("Qui paie les modules ? Et quelle est la recette de la tarte aux pommes ?"))
    assert "L'État" in reply
    assert "Je n'ai pas compris cette partie : « quelle est la recette de la tarte aux… »." in reply


@each_row(
    "message",
    [
        "Salut ! Tu vas bien ? Qui s'occupe du titre complet à Limoges ?",
        "le CCP1 et le titre complet sont obligatoires ?",
        "J'ai passé le test de positionnement et je suis à Pau, quel organisme pour le CCP1 ?",
    ],
)
async def test_nothing_is_said_not_to_be_understood_where_all_is(say, message: str) -> None:
    assert "pas compris" not in (await say(message)).text
