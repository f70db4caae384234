"""The assistant on a terminal: a conversation, or one question with its explanation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from secrets import token_hex
from textwrap import indent

from rich.console import Console
from rich.markup import escape

from bot.assistant.service import Assistant
from bot.messages import Block, Card, Fold, LinkButton, Message, PathSteps, Reply, plain
from nlu.dialogue.decisions import Part
from rules.decision import Ask


async def converse(assistant: Assistant) -> None:
    """Hold a conversation until the end of input; a number chooses among the choices shown."""
    console = Console()
    conversation = f"terminal-{token_hex(8)}"
    reply = await assistant.reply(Message(conversation, "bonjour", "terminal"))
    show(console, reply)
    while True:
        try:
            text = console.input("[bold]> [/bold]")
        except (EOFError, KeyboardInterrupt):
            await assistant.leave("terminal", conversation)
            return
        if text.isdigit() and 0 < int(text) <= min(len(reply.choices), 9):
            text = reply.choices[int(text) - 1].id
        reply = await assistant.reply(Message(conversation, text, "terminal"))
        show(console, reply)


async def ask_once(assistant: Assistant, console: Console, text: str, *, explain: bool, on: date | None) -> None:
    """Answer one question on a console; with `explain`, show its interpretation and the decisions first."""
    conversation = f"cli-{token_hex(8)}"
    reply = await assistant.reply(Message(conversation, text, "cli"), on=on)
    if explain:
        interpretation = await assistant.understand(text, on=on)
        console.print(f"langue : {interpretation.language}")
        for intent, confidence in interpretation.ranking:
            console.print(f"intention : {intent} {confidence:.2f}")
        console.print(f"règle : {interpretation.rule}", markup=False)
        acts = interpretation.reading.acts if interpretation.reading else {}
        for act, probability in islice(acts.items(), 3):
            console.print(f"acte : {act} {probability:.2f}", markup=False)
        for frame in interpretation.frames:
            for part in assistant.content.answerer.parts(frame, on or date.today()):
                _explain(console, part)
        why = await assistant.reply(Message(conversation, "pourquoi ?", "cli"), on=on)
        console.print(f"réponse : {reply.outcome} (trace {reply.trace})", markup=False)
        console.print(f"pourquoi : {why.text}\n", markup=False)
    show(console, reply)
    await assistant.leave("cli", conversation)


def show(console: Console, reply: Reply) -> None:
    """Print a reply: blocks, notices, sources, then numbered choices, and links."""
    for block in reply.blocks:
        _show_block(console, block)
    for text in (*reply.notices, "\n".join(reply.sources)):
        if text:
            console.print(f"{escape(text)}\n", soft_wrap=True)
    for number, choice in enumerate(reply.choices, 1):
        console.print(f"  {number}. {escape(choice.title)}")
    _show_links(console, reply.links)
    console.print()


def _show_block(console: Console, block: Block) -> None:
    """Print a block; texts under a title are indented."""
    if isinstance(block, (Card, Fold)):
        text = block.text if isinstance(block, Card) else "\n\n".join(block.texts)
        console.print(f"[bold]{escape(block.title)}[/bold]\n{indent(escape(text), '    ')}", soft_wrap=True)
    elif isinstance(block, PathSteps):
        for step in block.steps:
            line = escape(step.line)
            console.print(f"[bold]{line}[/bold]" if step.is_next else line, soft_wrap=True)
            for detail in step.details:
                console.print(f"    {escape(detail)}", soft_wrap=True)
    else:
        console.print(escape(plain(block)), soft_wrap=True)
    if isinstance(block, Card):
        _show_links(console, block.links, "    ")
    console.print()


def _show_links(console: Console, links: Iterable[LinkButton], margin: str = "  ") -> None:
    for link in links:
        console.print(f"{margin}→ {escape(link.title)} : {escape(link.url)}", soft_wrap=True)


def _explain(console: Console, part: Part) -> None:
    """Print the facts used, the deciding row and its source."""
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
