"""A conversation that its person agreed to share becomes a dialogue, which tests the assistant.

The service keeps no conversation. It keeps only a question that somebody chose to join to an opinion ("Oui, la
joindre"), which is one exchange. A whole conversation is sent by its person and pasted by a maintainer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL
from bot.maintenance.inbox.filing import refuse_unfit
from bot.maintenance.inbox.groups import QuestionGroup
from bot.maintenance.yaml_files.edits import Edit, file_text, refusal
from bot.storage.masking import Masking
from nlu.training_data.examples import Example

FILE: Final = "conversations.yml"
"""The file for dialogues made of conversations, in the folder of dialogues."""

_BEGUN: Final = """\
# Des conversations que leurs personnes ont accepté de partager, relues par un mainteneur. Sous chaque message, ce que
# l'assistant avait répondu ; « alors » est ce qu'il doit répondre.
"""
_PERSON: Final = re.compile(
    r"\s*(?:(?P<prompt>>)|(?:vous|moi|conseill\w+|personne|you|me)\s?:)\s*(?P<text>.*)", re.IGNORECASE
)
_ASSISTANT: Final = re.compile(r"\s*(?:aiguilleur|assistante?|bot|robot)\s?:\s*(?P<text>.*)", re.IGNORECASE)
_LONGEST: Final = 200
"""Characters shown of a reply."""


@dataclass
class SharedExchange:
    """A person's message, and the reply."""

    message: str
    reply: list[str] = field(default_factory=list)


def pasted(text: str) -> list[SharedExchange]:
    """The exchanges of a pasted conversation: from the terminal ("> …") or window ("Vous : …", "Aiguilleur : …")."""
    exchanges: list[SharedExchange] = []
    replying = False
    for line in text.splitlines():
        if person := _PERSON.match(line):
            exchanges.append(SharedExchange(person["text"]))
            replying = person["prompt"] is not None
        elif exchanges and line.strip():
            reply = _ASSISTANT.match(line)
            replying = replying or reply is not None
            words = (reply["text"] if reply else line).strip()
            if replying and words:
                exchanges[-1].reply.append(words)
            elif not replying:
                exchanges[-1].message = f"{exchanges[-1].message} {words}".strip()
    return exchanges


def joined(found: QuestionGroup) -> list[SharedExchange]:
    """The exchange whose question somebody joined to an opinion; empty if nobody did."""
    question = next((each for each in found.questions if each.kind == "badly_rated" and each.text), None)
    if question is None:
        return []
    return [SharedExchange(question.text, [f"(la réponse « {question.outcome or question.question} »)"])]


def as_dialogue(
    files: ProjectFiles, name: str, exchanges: Sequence[SharedExchange], examples: Iterable[Example], mask: Masking
) -> Edit:
    """The edit that adds a conversation to the dialogues; what the last reply must say is left to write.

    Raises:
        ProgrammeError: there is no message, or one is personal or already an example.
    """
    path = files.dialogues / FILE
    if not exchanges:
        remedy = "commencer chaque message de la personne par « > » ou « Vous : », chaque réponse par « Aiguilleur : »"
        raise refusal(path, "aucun message n'est reconnu dans cette conversation", remedy)
    known = {example.text.casefold().strip(): example for example in examples if " " in example.text.strip()}
    lines = [f"- dialogue: {_text(name)}", "  echanges:"]
    for number, exchange in enumerate(exchanges, 1):
        message = " ".join(exchange.message.split())
        refuse_unfit(message, known.get(message.casefold()), mask, path)
        lines.append(f"  - quand: {_text(message)}")
        if exchange.reply:
            lines.append(f"    # Il avait répondu : {_shortened(mask(' '.join(exchange.reply)))}")
        if number == len(exchanges):
            lines.append(f'    alors: ["{TO_FILL} : ce que la réponse doit dire"]')
    before = file_text(path)
    begun = before or _BEGUN
    separator = "" if begun.endswith("\n") else "\n"
    return Edit(path, before, f"{begun}{separator}\n" + "\n".join(lines) + "\n")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
