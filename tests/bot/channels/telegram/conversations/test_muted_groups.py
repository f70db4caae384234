"""A group in which the bot may not write: nobody can be answered there, which is no fault of ours."""

from __future__ import annotations

from tests.bot.channels.telegram.conversations.running import Running

MUTED = "Bad Request: not enough rights to send text messages to the chat"


def _counted(troubled: Running, outcome: str) -> float:
    return troubled.server.metric(f'aiguilleur_telegram_updates_total{{outcome="{outcome}"}}')


def test_a_group_that_muted_the_bot_counts_as_blocked_and_alerts_nobody(troubled: Running) -> None:
    group, someone = troubled.double.group(), troubled.double.user()
    blocked, given_up = _counted(troubled, "blocked"), _counted(troubled, "given_up")
    troubled.double.fail("sendMessage", code=400, description=MUTED, chat=group, times=2)
    group.writes(someone, "/aide")
    assert troubled.hear(group) == []
    troubled.wait(lambda: _counted(troubled, "blocked") == blocked + 1, "it counted")
    assert _counted(troubled, "given_up") == given_up
    group.writes(someone, "/aide")
    assert len(troubled.hear(group)) == 1, "it may write again"
