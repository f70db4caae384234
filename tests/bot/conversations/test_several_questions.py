"""Several questions in one message: each is answered as it was asked, and what was not understood is named."""

from __future__ import annotations

from tests.support.tables import each_row

REMOTE_OR_NOT = "en partie à distance, en partie en présentiel"

MAIL = """Bonjour,

Je vous transfère ce que m'écrit ma responsable, car je ne sais pas quoi lui répondre.

« Bonjour Samira,
Nous avons fait le point la semaine dernière sur ton année. Tu as commencé en mars, et ton ordinateur t'a été \
remis en avril. La voiture de service se réserve auprès de l'accueil, deux jours à l'avance. Les repas sont remboursés.
Tu interviens à Mont-de-Marsan et à Dax. Les congés d'été sont à poser avant la fin du mois.
Enfin, tu souhaites préparer le titre complet. Je n'ai rien contre, mais il me faut savoir combien d'heures cela prend \
et avec quel organisme nous devons prendre contact. Réponds-moi avant vendredi, que j'en parle au maire.
Bien à toi,
Claudine »

J'ai cherché un peu partout, mes collègues n'en savent rien non plus. Pouvez-vous m'aider ? Merci beaucoup,
Samira"""


def text_of(reply) -> str:
    return reply.text.replace("\u00a0", " ").replace("’", "'")


@each_row(
    ("message", "words"),
    [
        ("Je peux faire le titre complet par la VAE ou avec mon CPF ?", ["VAE", "CPF"]),
        ("c'est quoi le CCP1 et qui s'en occupe à Tulle", ["premier bloc", "La Fabrik"]),
        ("dites-moi la durée du titre complet et le prix", ["140 h", "prix"]),
        ("c'est quoi Pix et est-ce qu'il y a un score minimum", ["compétences", "score"]),
        ("Combien d'heures fait le titre complet, et c'est à distance ?", ["140 h", REMOTE_OR_NOT]),
        ("Pourquoi les modules sont obligatoires ? Qui a décidé ça ? et depuis quand ?", ["raison", "ANCT", "depuis"]),
        ("Can I use my CPF for the full title and how long is it?", ["CPF", "140 hours"]),
    ],
)
async def test_each_question_of_a_message_is_answered(say, message: str, words: list[str]) -> None:
    reply = text_of(await say(message))
    assert all(word in reply for word in words), reply


async def test_question_that_chooses_means_what_the_one_before_it_shows(say) -> None:
    reply = await say("c'est quoi les parcours du CCP1 ? lequel est le plus court ? et qui choisit mon parcours ?")
    tracks, shortest, decides = (text for text in reply.paragraphs if not text.startswith("En pratique"))
    assert "315" in tracks
    assert shortest.replace("\u00a0", " ").startswith("Le plus court : le parcours des compétences solides (70 h)")
    assert "entretien" in decides


async def test_pasted_mail_is_answered_on_what_its_writer_needs_to_know(say) -> None:
    reply = text_of(await say(MAIL))
    assert "140 h" in reply
    assert "La Mêlée" in reply
    assert "Je n'ai pas compris" not in reply


async def test_part_not_understood_is_named_beside_the_answer(say) -> None:
    reply = text_of(await say("Qui paie les modules ? Est-ce que la cantine du département est ouverte le midi ?"))
    assert "L'État" in reply
    assert "Je n'ai pas compris cette partie : « Est-ce que la cantine du département est ouverte… »." in reply


@each_row(
    "message",
    [
        "Salut ! Tu vas bien ? Qui s'occupe du titre complet à Limoges ?",
        "Qui paie les modules ? Vous pouvez m'aider ? Merci d'avance",
        "le CCP1 et le titre complet sont obligatoires ?",
        "J'ai passé le test de positionnement et je suis à Pau, quel organisme pour le CCP1 ?",
    ],
)
async def test_nothing_is_said_not_to_be_understood_where_all_is(say, message: str) -> None:
    assert "pas compris" not in (await say(message)).text


async def test_only_question_is_understood_by_what_is_told_around_it(say) -> None:
    reply = await say("Mon chef dit que les modules sont facultatifs. Il a raison ou bien ils me sont imposés ?")
    assert not reply.text.startswith(("Oui", "Non"))


async def test_story_with_joints_is_one_statement(say) -> None:
    reply = await say("j'ai passé le test de positionnement et je suis inscrite aux modules")
    assert len(reply.paragraphs) == 1


async def test_organisation_of_each_course_follows_who_answers_for_a_place(say) -> None:
    reply = text_of(await say("à Bastia, on est rattaché à qui ?", "pour le CCP1 et pour les modules"))
    assert "La Fabrik" in reply
    assert "La Mednum" in reply
