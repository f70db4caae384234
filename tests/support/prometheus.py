"""A real Prometheus that scrapes a server with the configuration of deploy/. Where it lacks, Debian's package is."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.support.packages import installed
from tests.support.redis_server import free_port
from tests.support.server import until

DEPLOY = Path(__file__).parents[2] / "deploy"


class Prometheus:
    """Prometheus on a port of its own, every second, with the alerts of deploy/ as they are but for their patience."""

    def __init__(self, folder: Path, port: int, token: str = "") -> None:
        """`port`: of the server that is scraped. `token`: what the server is shown, METRICS_TOKEN."""
        configuration = yaml.safe_load((DEPLOY / "prometheus.yml").read_text(encoding="utf-8"))
        configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        (scraped,) = configuration["scrape_configs"]
        scraped["static_configs"] = [{"targets": [f"127.0.0.1:{port}"]}]
        rules = yaml.safe_load((DEPLOY / "prometheus-alertes.yml").read_text(encoding="utf-8"))
        for group in rules["groups"]:
            for rule in group["rules"]:
                rule.pop("for", None)
        (folder / scraped["authorization"]["credentials_file"]).write_text(token, encoding="utf-8")
        (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
        (folder / "prometheus-alertes.yml").write_text(yaml.safe_dump(rules), encoding="utf-8")
        self.url = f"http://127.0.0.1:{free_port()}"
        command = [installed("prometheus", "prometheus"), f"--web.listen-address={self.url.removeprefix('http://')}"]
        command += [f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'data'}"]
        with (folder / "prometheus.log").open("wb") as log:
            self._process = subprocess.Popen(command, stderr=log, stdout=log)

    def wait_until_it_has_scraped(self) -> None:
        """Wait for the first figures of the server."""
        until(lambda: self.values('up{job="aiguilleur"} == 1'), 60, "Prometheus has scraped nothing")

    def values(self, expression: str) -> list[tuple[dict[str, str], float]]:
        """What an expression comes to now: labels and value of each series."""
        return [(found["metric"], float(found["value"][1])) for found in self._asked(expression)]

    def firing(self) -> set[str]:
        """The alerts that fire."""
        return {labels["alertname"] for labels, _ in self.values('ALERTS{alertstate="firing"}')}

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _asked(self, expression: str) -> list[dict[str, Any]]:
        try:
            answer = httpx.get(f"{self.url}/api/v1/query", params={"query": expression}, timeout=30)
        except httpx.TransportError:
            return []  # it still starts
        if answer.status_code == 503:
            return []
        body = answer.json()
        assert body["status"] == "success", body
        result: list[dict[str, Any]] = body["data"]["result"]
        return result


@contextmanager
def scraping(folder: Path, port: int, token: str = "") -> Iterator[Prometheus]:
    """A Prometheus that has the first figures of a server."""
    prometheus = Prometheus(folder, port, token)
    try:
        prometheus.wait_until_it_has_scraped()
        yield prometheus
    finally:
        prometheus.stop()
