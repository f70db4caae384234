"""What an operator is told when Telegram's settings are wrong, refused, or Telegram is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.process.settings import SettingsError, load_settings
from tests.bot.channels.telegram.conversations.running import SECRET
from tests.doubles.telegram import Double
from tests.support.redis_server import free_port
from tests.support.server import Server
from tests.support.tables import each_row

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz01234"  # noqa: S105
URL = "https://bot.example.org"


@each_row(
    ("settings", "problem"),
    [
        ({"TELEGRAM_TOKEN": "the-token"}, r"TELEGRAM_TOKEN : ce n'est pas un jeton de @BotFather"),
        ({"TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": URL}, r"PUBLIC_URL : .*définir TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_WEBHOOK_SECRET": "secret"}, r"TELEGRAM_WEBHOOK_SECRET : 32 à 256 lettres"),
        ({"TELEGRAM_WEBHOOK_SECRET": "a" * 40}, r"TELEGRAM_WEBHOOK_SECRET : .*tirés au hasard"),
        ({"PUBLIC_URL": "bot.example.org"}, r"PUBLIC_URL : .* n'est pas une adresse"),
        ({"TELEGRAM_API_URL": "ftp://example.org"}, r"TELEGRAM_API_URL : .* n'est pas une adresse"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name_and_without_its_secret(
    tmp_path: Path, settings: dict[str, str], problem: str
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {**settings, "AIGUILLEUR_DATA": str(tmp_path)}.items():
            patched.setenv(name, value)
        with pytest.raises(SettingsError, match=problem) as refused:
            load_settings()
    assert TOKEN not in str(refused.value)
    assert SECRET not in str(refused.value)


def test_the_right_settings_are_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {"TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": f"{URL}/", "TELEGRAM_WEBHOOK_SECRET": SECRET}
    for name, value in {**given, "AIGUILLEUR_DATA": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.public_url == URL
    assert TOKEN not in repr(settings)
    assert SECRET not in repr(settings)


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.fixture(scope="module")
def away() -> int:
    """The port of a Bot API that is not there yet."""
    return free_port()


@pytest.fixture(scope="module")
def servers(
    double: Double, away: int, tmp_path_factory: pytest.TempPathFactory, models: Path
) -> Iterator[tuple[Server, Server]]:
    """One server whose token Telegram refuses, and one that does not reach Telegram; they start side by side."""
    folder = tmp_path_factory.mktemp("switched-on")
    refused = Server(folder / "refused", models, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=double.url)
    alone = Server(folder / "alone", models, TELEGRAM_TOKEN=double.token, TELEGRAM_API_URL=f"http://127.0.0.1:{away}")
    try:
        refused.wait_until_ready()
        alone.wait_until_ready()
        yield refused, alone
    finally:
        refused.kill()
        alone.kill()


def test_with_a_token_that_telegram_refuses_the_rest_is_served(double: Double, servers: tuple[Server, Server]) -> None:
    refused, _ = servers
    assert "Landes" in refused.say("a", "quel organisme pour les Landes ?")
    double.wait(lambda: refused.events("telegram_token_refused"), "word of the token", 30)
    event = refused.events("telegram_token_refused")[0]
    assert event["level"] == "error"
    assert event["what_to_do"] == "TELEGRAM_TOKEN : reprendre le jeton chez @BotFather"
    assert refused.ready() == (200, {**refused.ready()[1], "telegram": "token refused"})
    assert refused.metric("aiguilleur_telegram_token_refused") == 1
    assert TOKEN not in refused.log()
    assert refused.stop() == 0


def test_a_server_that_does_not_reach_telegram_goes_on_and_finds_it_later(
    servers: tuple[Server, Server], away: int
) -> None:
    _, alone = servers
    assert "Landes" in alone.say("a", "quel organisme pour les Landes ?")
    assert alone.ready()[0] == 200
    assert alone.events("telegram_not_reached")
    with Double(port=away) as double:
        camille = double.private(language="fr")
        asked = camille.writes("quel organisme pour les Landes ?")
        [answer] = camille.expect(1, seconds=90)
        assert answer.reply_to == asked
        assert double.token not in alone.log()
        assert alone.stop() == 0


def test_refused_webhook_is_logged_and_tried_again(tmp_path: Path, models: Path) -> None:
    port = free_port()
    with Double() as double:
        double.fail("setWebhook", code=400, description="Bad Request: bad webhook: IP address is reserved", times=2)
        double.fail("setMyCommands", code=429, retry_after=2, let_pass=1)
        keys = {"TELEGRAM_TOKEN": double.token, "TELEGRAM_WEBHOOK_SECRET": SECRET}
        addresses = {"TELEGRAM_API_URL": double.url, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        server = Server(tmp_path / "data", models, port=port, **keys, **addresses)
        try:
            server.wait_until_ready()
            camille = double.private(language="fr")
            camille.writes("quel organisme pour les Landes ?")
            camille.expect(1, seconds=90)
            reasons = [event["reason"] for event in server.events("telegram_refuses")]
            assert reasons == ["Bad webhook: ip address is reserved"] * 2
            descriptions = double.world.settings.short_descriptions
            double.wait(lambda: len(descriptions) == 3, "all that Telegram is told of the bot", 30)
        finally:
            server.kill()
        _, refused, *later = double.calls("setMyCommands")
        assert later[0].at >= refused.at + 2, "Telegram says when"
