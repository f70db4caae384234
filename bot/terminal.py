"""The assistant on a terminal: a conversation, or one question with its explanation."""

from __future__ import annotations

from datetime import date
from secrets import token_hex

from rich.console import Console
from rich.markup import escape

from bot.assistant import Assistant
from bot.reply import Message, Reply


async def converse(assistant: Assistant) -> None:
    """Talk until the end of input; a number chooses among the choices shown."""
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
    """Answer one question; with `explain`, show how it was read and why it was answered so."""
    console = Console()
    conversation = f"cli-{token_hex(8)}"
    reply = await assistant.reply(Message(conversation, text, "cli"), on=on)
    if explain:
        reading = await assistant.understand(text)
        console.print(f"langue : {reading.language}")
        for intent, score in reading.scores:
            console.print(f"intention : {intent} {score:.2f}")
        for question in reading.questions:
            console.print(f"question : {question.question} {dict(question.facts)}", markup=False)
        if reading.memory.territory:
            console.print(
                f"territoire : {reading.memory.territory.name} {reading.memory.territory.codes}", markup=False
            )
        why = await assistant.reply(Message(conversation, "pourquoi ?", "cli"), on=on)
        console.print(f"réponse : {reply.outcome} (trace {reply.trace})", markup=False)
        console.print(f"pourquoi : {why.text}\n", markup=False)
    _show(console, reply)
    await assistant.leave("cli", conversation)


def _show(console: Console, reply: Reply) -> None:
    console.print(escape(reply.text))
    for link in reply.links:
        console.print(f"  → {escape(link.title)} : {escape(link.url)}")
    for number, choice in enumerate(reply.choices, 1):
        console.print(f"  {number}. {escape(choice.title)}")
    console.print()
