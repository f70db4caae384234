"""A double of Telegram's Bot API for tests: strict about its limits, with people who write, press and look.

    with Double() as double:
        bot = telegram.Bot(double.token, base_url=f"{double.url}/bot")
        …
        camille = double.private(language="fr")
        asked = camille.writes("quel organisme pour les Landes ?")
        [answer] = camille.expect(1)
        pressed = camille.presses(answer, "Charente")
        double.answer(pressed)
        double.fail("sendMessage", code=429, retry_after=1, times=2, chat=camille)
        double.fail("sendMessage", Silent(after=True))
        double.calls("sendMessage", chat=camille.id)

What it does not do is refused, never passed over: other markups than HTML, other inline results than articles, files.
"""

from tests.doubles.telegram.double import Double
from tests.doubles.telegram.faults import BadGateway, Drops, Refuses, Silent, Slow
from tests.doubles.telegram.people import Chat, Group, Person
from tests.doubles.telegram.world import Message, User

__all__ = [
    "BadGateway",
    "Chat",
    "Double",
    "Drops",
    "Group",
    "Message",
    "Person",
    "Refuses",
    "Silent",
    "Slow",
    "User",
]
