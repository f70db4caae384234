"""Dialogues in readable form: those with a wrong verdict, then those that failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.evaluation.simulator.judge import Verdict
from tests.evaluation.simulator.simulation import Dialogue

FILE = "dialogues.txt"
"""In `var/evaluation`."""

REPLY_CHARACTERS = 260


def transcripts(dialogues: Sequence[Dialogue]) -> str:
    """The dialogues that did not go well, the worst first."""
    wrong = [dialogue for dialogue in dialogues if dialogue.is_wrong]
    failed = [dialogue for dialogue in dialogues if not dialogue.succeeded and not dialogue.is_wrong]
    repeated = [dialogue for dialogue in dialogues if dialogue.repeated and dialogue not in (*wrong, *failed)]
    parts = (("AVEC UN VERDICT FAUX", wrong), ("SANS SUCCÈS", failed), ("AVEC UNE RÉPONSE RÉPÉTÉE", repeated))
    return "\n".join(line for title, part in parts for line in _part(title, part))


def _part(title: str, dialogues: Sequence[Dialogue]) -> Iterator[str]:
    yield f"{title} : {len(dialogues)}\n"
    for dialogue in dialogues:
        yield from _lines(dialogue)


def _lines(dialogue: Dialogue) -> Iterator[str]:
    features = ", ".join(sorted(map(str, dialogue.features)))
    yield f"# {dialogue.number} {dialogue.kind} ({features}) {'réussi' if dialogue.succeeded else dialogue.failure}"
    for goal in dialogue.goals:
        yield f"  but : {goal.course}, {goal.holder}, {dict(goal.facts)} {dict(goal.beside) or ''}"
    for turn in dialogue.turns:
        judgement, reply = turn.judgement, turn.reply
        mark = "!!" if judgement.verdict is Verdict.WRONG else "  "
        yield f"  > {turn.text}"
        shown = " / ".join(reply.text.split("\n"))[:REPLY_CHARACTERS]
        asked = f" ?{reply.awaits.fact}" if reply.awaits and reply.awaits.is_last else ""
        stated = f"{judgement.verdict}, {reply.question}/{reply.outcome}{asked}, juste : {judgement.right}"
        yield f"  {mark}[{stated}] {shown}"
    yield ""
