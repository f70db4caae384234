"""The assistant on a terminal: a conversation, or one question with its explanation."""

from __future__ import annotations

from datetime import date
from secrets import token_hex

from rich.console import Console
from rich.markup import escape

from bot.assistant.service import Assistant
from bot.messages import Message, Reply
from nlu.dialogue.decisions import Part
from rules.decision import Ask


async def converse(assistant: Assistant) -> None:
    """Hold a conversation until the end of input; a number chooses among the choices shown."""
    console = Console()
    conversation = f"terminal-{token_hex(8)}"
    reply = await assistant.reply(Message(conversation, "bonjour", "terminal"))
    _show(console, reply)
    while True:
        try:
            text = console.input("[bold]> [/bold]")
        except (EOFError, KeyboardInterrupt):
            await assistant.leave("terminal", conversation)
            return
        if text.isdigit() and 0 < int(text) <= min(len(reply.choices), 9):
            text = reply.choices[int(text) - 1].id
        reply = await assistant.reply(Message(conversation, text, "terminal"))
        _show(console, reply)


async def ask_once(assistant: Assistant, text: str, *, explain: bool, on: date | None) -> None:
    """Answer one question; with `explain`, show its interpretation and the decisions first."""
    console = Console()
    conversation = f"cli-{token_hex(8)}"
    reply = await assistant.reply(Message(conversation, text, "cli"), on=on)
    if explain:
        interpretation = await assistant.understand(text, on=on)
        console.print(f"langue : {interpretation.language}")
        for intent, confidence in interpretation.ranking:
            console.print(f"intention : {intent} {confidence:.2f}")
        console.print(f"règle : {interpretation.rule}", markup=False)
        for frame in interpretation.frames:
            for part in assistant.content.answerer.parts(frame, on or date.today()):
                _explain(console, part)
        why = await assistant.reply(Message(conversation, "pourquoi ?", "cli"), on=on)
        console.print(f"réponse : {reply.outcome} (trace {reply.trace})", markup=False)
        console.print(f"pourquoi : {why.text}\n", markup=False)
    _show(console, reply)
    await assistant.leave("cli", conversation)


def _show(console: Console, reply: Reply) -> None:
    console.print(escape(reply.text), soft_wrap=True)
    for link in reply.links:
        console.print(f"  → {escape(link.title)} : {escape(link.url)}")
    for number, choice in enumerate(reply.choices, 1):
        console.print(f"  {number}. {escape(choice.title)}")
    console.print()


def _explain(console: Console, part: Part) -> None:
    """The facts used, the row that decides, and its source."""
    console.print(f"question : {part.question}", markup=False)
    if part.place:
        console.print(f"territoire : {part.place.name} ({', '.join(part.codes)})", markup=False)
    for fact, value in part.facts.items():
        console.print(f"fait : {fact} = {value}", markup=False)
    if isinstance(part.decision, Ask):
        console.print(f"il manque : {part.decision.fact}", markup=False)
    elif row := part.decision.trace.deciding:
        citation = part.decision.citation
        console.print(f"ligne : {row.id} ({row.place})", markup=False)
        console.print(f"source : {citation.source.title.fr}, « {citation.section} »", markup=False)
