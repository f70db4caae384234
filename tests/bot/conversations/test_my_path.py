"""« Mon parcours » in whole conversations: decided by what is said, of whom and where."""

from __future__ import annotations

from bot.messages import PathSteps


def shown(reply) -> str:
    return reply.text.replace("\u00a0", " ").replace("\u202f", " ")


def next_line(reply) -> str:
    """The line of the stage that comes next."""
    [path] = [block for block in reply.blocks if isinstance(block, PathSteps)]
    return next(step.line for step in path.steps if step.is_next).replace("\u00a0", " ")


async def test_new_adviser_is_sent_to_the_organisation_of_their_department(say):
    reply = await say("je viens d'être embauchée à Guéret, par quoi commencer ?")
    assert next_line(reply) == "1. S’inscrire à la formation initiale (prochaine étape)"
    assert "Qui : La Fabrik de la Médiation Numérique" in shown(reply)
    assert "POP School" not in shown(reply)
    assert reply.choices == ()


async def test_overseas_adviser_gets_the_newer_form_too(say):
    reply = await say("I've just been hired in Réunion, where do I start?")
    assert "Who: POP School" in shown(reply)
    [path] = [block for block in reply.blocks if isinstance(block, PathSteps)]
    assert any("Francil’IN" in detail for step in path.steps if step.is_next for detail in step.details)
    assert any("Francil’IN" in link.title for link in reply.all_links)


async def test_path_follows_what_is_said_in_words(say):
    await say("par quoi commencer ?")
    reply = await say("je suis en formation initiale")
    assert reply.question == "mon_parcours"
    assert next_line(reply).startswith("3. Suivre deux modules")
    reply = await say("j'ai été recrutée en mars 2026")
    assert "deux modules la première année" in shown(reply)
    reply = await say("pardon, recrutée en mars 2025")
    assert "deux modules la première année" not in shown(reply)


async def test_employer_gets_the_path_of_their_adviser(say):
    reply = await say("notre conseiller vient d'être recruté à Cayenne, il commence par quoi ?")
    assert shown(reply).startswith("Pour votre conseiller :\n\nVoici le parcours de cette personne")
    assert "votre" not in shown(reply).removeprefix("Pour votre conseiller")
