"""A real Prometheus scrapes a real server: every figure that alerts and pictures name is there, and alerts fire."""

from __future__ import annotations

import json
import re

import httpx
import pytest
import yaml

from tests.bot.channels.telegram.reliability.deployment import Deployment
from tests.doubles.telegram import BadGateway
from tests.support.prometheus import DEPLOY, scraping
from tests.support.redis_server import running_redis
from tests.support.server import until
from tests.support.services import own_postgres
from tests.support.tables import each_row

_FIGURE = re.compile(r"\b(?:aiguilleur|process)_\w+|\bup\b")
_PICTURES = DEPLOY / "grafana.json"


@pytest.fixture(scope="module")
def postgres():
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def deployment(tmp_path_factory, models, postgres, redis_server):
    """Two processes with Telegram, with a message answered in each channel."""
    deployed = Deployment(tmp_path_factory.mktemp("scraped"), models, postgres.address, redis_server.url, webhook=False)
    try:
        deployed.server.wait_until_ready()
        deployed.server.say("adviser", "quel organisme pour les Landes ?")
        message = {"message": "quel organisme ?", "message_id": "m1", "hub": "exemple"}
        httpx.post(f"{deployed.server.url}/api/messages", json=message, timeout=30).raise_for_status()
        deployed.double.private().writes("quel organisme pour les Landes ?")
        deployed.settled()
        yield deployed
    finally:
        deployed.stop()


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory, deployment):
    with scraping(tmp_path_factory.mktemp("prometheus"), deployment.server.port) as started:
        yield started


def expressions():
    """Of the alerts and of the pictures, each under what it is called."""
    for group in yaml.safe_load((DEPLOY / "prometheus-alertes.yml").read_text(encoding="utf-8"))["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]
    for panel in json.loads(_PICTURES.read_text(encoding="utf-8"))["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]


def without_texts(expression):
    return re.sub(r'"[^"]*"|\{|\}', " ", expression)


FIGURES = sorted({name for _, expression in expressions() for name in _FIGURE.findall(without_texts(expression))})


def test_server_that_nobody_backs_up_fires_that_alert_alone(prometheus):
    until(lambda: prometheus.firing() == {"AiguilleurSauvegardeJamais"}, 20, "other alerts, or none")


def test_database_that_goes_away_fires_though_nobody_asks_whether_the_server_is_ready(prometheus, deployment, postgres):
    postgres.stop()
    until(lambda: "AiguilleurPasPret" in prometheus.firing(), 30)
    deployment.server.say("adviser", "quel organisme pour les Landes ?")  # an apology
    assert ("database", 0.0) in {(labels["part"], value) for labels, value in prometheus.values("aiguilleur_ready")}
    postgres.start()
    until(lambda: "AiguilleurPasPret" not in prometheus.firing(), 60)


@each_row("figure", FIGURES)
def test_figure_that_alerts_or_pictures_name_is_scraped(prometheus, figure):
    assert prometheus.values(f'{figure}{{job="aiguilleur"}}')


@each_row("expression", sorted({expression for _, expression in expressions()}))
def test_prometheus_works_out_what_alerts_and_pictures_ask(prometheus, expression):
    for variable, value in {"$__rate_interval": "1m", "$hote": ".*"}.items():
        expression = expression.replace(variable, value)
    prometheus.values(expression)


def test_telegram_that_goes_away_fires_until_it_is_back(prometheus, deployment):
    deployment.double.fail("getUpdates", BadGateway(), times=1000)
    until(lambda: "AiguilleurTelegramInjoignable" in prometheus.firing(), 60)
    deployment.double.faults.clear()
    until(lambda: "AiguilleurTelegramInjoignable" not in prometheus.firing(), 60)
