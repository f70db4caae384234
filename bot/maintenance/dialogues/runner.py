"""Test the assistant against the maintainers' conversations."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from bot.assistant.service import Assistant
from bot.maintenance.dialogues.files import Dialogue, DialogueExchange
from bot.messages import Message, Reply
from rules.errors import Finding

_SHOWN = 300
"""Characters shown of a wrong reply."""


async def run(dialogue: Dialogue, assistant: Assistant) -> list[Finding]:
    """Hold a conversation, and report every expectation not met."""
    conversation = f"dialogue-{uuid4().hex}"
    findings: list[Finding] = []
    reply: Reply | None = None
    for exchange in dialogue.exchanges:
        text = _sent_text(exchange, reply)
        if text is None:
            offered = ", ".join(f"« {choice.title} »" for choice in reply.choices) if reply else ""
            findings.append(
                Finding(
                    exchange.place,
                    f"« {dialogue.name} » : il n'y a pas de bouton « {exchange.text} »",
                    f"choisir parmi : {offered}" if offered else "écrire un message (« quand ») plutôt que « choisir »",
                )
            )
            break
        reply = await assistant.reply(Message(conversation, text), on=dialogue.on)
        findings += _unmet(dialogue, exchange, reply)
    await assistant.leave("rest", conversation)
    return findings


def _sent_text(exchange: DialogueExchange, before: Reply | None) -> str | None:
    if not exchange.pressed:
        return exchange.text
    choices = before.choices if before else ()
    return next((choice.id for choice in choices if _plain(choice.title) == _plain(exchange.text)), None)


def _unmet(dialogue: Dialogue, exchange: DialogueExchange, reply: Reply) -> Iterator[Finding]:
    shown = _shown(reply)
    for texts, problem in (
        ([text for text in exchange.wanted if _plain(text) not in shown], "ne dit pas"),
        ([text for text in exchange.unwanted if _plain(text) in shown], "dit"),
    ):
        for text in texts:
            yield Finding(
                exchange.place,
                f"« {dialogue.name} » : la réponse {problem} « {text} ». Elle dit : « {_shortened(shown)} »",
                "corriger le texte, la ligne de table ou les exemples ; ou ce dialogue, si c'est lui qui se trompe",
            )


def _shown(reply: Reply) -> str:
    """All that an adviser sees of a reply."""
    links = [f"{link.title} {link.url}" for link in reply.all_links]
    return _plain("\n".join([reply.text, *links, *(choice.title for choice in reply.choices)]))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _plain(text: str) -> str:
    """A text as typed: without non-breaking spaces and curly apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
