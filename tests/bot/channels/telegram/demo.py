"""`python -m tests.bot.channels.telegram.demo [SCRIPT]`: a conversation on Telegram.

It is played on the real server and the double.

It prints who says what. The exit code is 1 where something that the adviser did got no answer.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import typer
from rich.console import Console

from bot.process.settings import load_settings
from tests.bot.channels.telegram.transcript import Transcript
from tests.doubles.telegram import Double, Person
from tests.support.server import Server

SCRIPT = Path(__file__).with_suffix(".yml")

_HANDLED = "aiguilleur_telegram_updates_total"
_WITHIN_SECONDS = 20.0

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Turn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What an adviser does, told by exactly one of its actions, and what that shows. `demo.yml` explains them."""

    shows: str
    starts: str | None = None
    writes: str | None = None
    presses: str | None = None
    edits: str | None = None
    sends: str | None = None
    types_inline: str | None = None

    def __post_init__(self) -> None:
        actions = [name for name in self.__struct_fields__ if name != "shows" and getattr(self, name) is not None]
        if len(actions) != 1:
            raise ValueError("un tour a une action, et une seule")


class Script(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The turns of a conversation, in order."""

    turns: tuple[Turn, ...]


@app.command()
def main(script: Path = typer.Argument(SCRIPT, help="La conversation à jouer.")) -> None:  # noqa: B008
    """Jouer une conversation avec le vrai serveur et un faux Telegram, et la montrer."""
    turns = msgspec.yaml.decode(script.read_bytes(), type=Script).turns
    with Double() as double, TemporaryDirectory() as folder:
        # The operator's own database, Redis and address have no part in it.
        apart = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "AIGUILLEUR_HASH_KEY", "PUBLIC_URL"), "")
        telegram = {"TELEGRAM_TOKEN": double.token, "TELEGRAM_API_URL": double.url}
        server = Server(Path(folder), load_settings().models, **apart, **telegram)
        try:
            server.wait_until_ready()
            silent = play(turns, double, server, Transcript(Console()))
        finally:
            server.kill()
    if silent:
        raise typer.Exit(1)


def play(turns: tuple[Turn, ...], double: Double, server: Server, transcript: Transcript) -> list[str]:
    """Play the turns; which of them got no answer, by what they show."""
    camille = double.private(language="fr")
    transcript.card(double.wait(lambda: double.world.settings.descriptions.get("fr"), "the bot's description"))
    silent = []
    for number, turn in enumerate(turns, 1):
        transcript.turn(number, turn.shows)
        if not _answered(turn, camille, server, transcript):
            silent.append(turn.shows)
    transcript.end(len(turns), silent)
    return silent


def _answered(turn: Turn, camille: Person, server: Server, transcript: Transcript) -> bool:
    """Do what the turn says, and show it and what comes of it; whether anything does."""
    handled, before = server.metric(_HANDLED), camille.messages
    pressed, cards = None, None
    if turn.types_inline is not None:
        transcript.adviser(f"@{camille.double.world.bot.username} {turn.types_inline}", "dans une autre conversation")
        cards = camille.asks_inline(turn.types_inline)
    else:
        pressed = _act(turn, camille, transcript)
    # An update counts as handled once its answer is sent: the next turn must not take this one's count for its own.
    end = time.monotonic() + _WITHIN_SECONDS
    while server.metric(_HANDLED) <= handled:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    if cards is not None:
        return transcript.cards(cards)
    notice = camille.double.answer(pressed).get("text") if pressed else None
    return transcript.answer(before, camille.messages, notice)


def _act(turn: Turn, camille: Person, transcript: Transcript) -> str | None:
    """Do what the turn says; the press's id, where it is one."""
    if turn.presses is not None:
        message, title = _button(camille, turn.presses)
        transcript.adviser(title, "appuie")
        return camille.presses(message, title)
    if turn.starts is not None:
        transcript.adviser(f"/start {turn.starts}".strip(), "par un lien" if turn.starts else "")
        camille.starts(turn.starts)
    elif turn.writes is not None:
        transcript.adviser(turn.writes)
        camille.writes(turn.writes)
    elif turn.edits is not None:
        transcript.adviser(turn.edits, "modifie son message")
        camille.edits(max(message.id for message in camille.messages if message.sender == camille.user), turn.edits)
    elif turn.sends is not None:
        transcript.adviser(turn.sends, "envoie")
        camille.sends(turn.sends)
    return None


def _button(camille: Person, title: str) -> tuple[int, str]:
    """The newest message with a button whose title begins so, and that title in full."""
    for message in reversed(camille.shown):
        for button_title in message.titles:
            # The script is typed with plain spaces and apostrophes.
            if button_title.replace("\N{NO-BREAK SPACE}", " ").replace("’", "'").startswith(title.replace("’", "'")):
                return message.id, button_title
    raise LookupError(f"no button “{title}”; the last message shows {camille.last.titles}")


if __name__ == "__main__":
    app()
