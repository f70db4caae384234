"""Each alert of deploy/ wakes operators for what it is there for, and for nothing else (Prometheus' own promtool)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.packages import installed
from tests.support.tables import each_row

ROOT = Path(__file__).parents[3]
RULES = ROOT / "deploy" / "prometheus-alertes.yml"

_HOST = 'job="aiguilleur",instance="host1"'
_OTHER = 'job="aiguilleur",instance="host2"'
_DAY = 24 * 60

FIRING: dict[str, tuple[int, dict[str, str]]] = {
    "AiguilleurInjoignable": (3, {f"up{{{_HOST}}}": "1 0x5", f"up{{{_OTHER}}}": "1x6"}),
    "AiguilleurPasPret": (
        4,
        {f'aiguilleur_ready{{{_HOST},part="database"}}': "1 0x5", f'aiguilleur_ready{{{_HOST},part="locks"}}': "1x6"},
    ),
    "AiguilleurExcuses": (
        10,
        {
            f'aiguilleur_turns_total{{{_HOST},channel="web",question="",outcome="failed"}}': "0+6x10",
            f'aiguilleur_turns_total{{{_HOST},channel="web",question="organisme",outcome="short"}}': "0+300x10",
        },
    ),
    "AiguilleurErreursHTTP": (
        10,
        {
            f'aiguilleur_responses_total{{{_HOST},status="500"}}': "0+3x10",
            f'aiguilleur_responses_total{{{_HOST},status="503"}}': "0+3x10",
            f'aiguilleur_responses_total{{{_HOST},status="200"}}': "0+300x10",
        },
    ),
    "AiguilleurLent": (
        20,
        {
            f'aiguilleur_turn_seconds_bucket{{{_HOST},le="1"}}': "0+90x20",
            f'aiguilleur_turn_seconds_bucket{{{_HOST},le="2.5"}}': "0+100x20",
            f'aiguilleur_turn_seconds_bucket{{{_HOST},le="+Inf"}}': "0+100x20",
        },
    ),
    "AiguilleurFile": (
        7,
        {f"aiguilleur_turns_waiting{{{_HOST}}}": "11x7", f"aiguilleur_turns_waiting{{{_OTHER}}}": "10x7"},
    ),
    "AiguilleurRefus": (25, {f'aiguilleur_refused_total{{{_HOST},limit="address"}}': "0+15x25"}),
    "AiguilleurIncompris": (
        _DAY,
        {
            f'aiguilleur_turns_total{{{_HOST},channel="web",question="",outcome="not_understood"}}': f"0+3x{_DAY}",
            f'aiguilleur_turns_total{{{_HOST},channel="web",question="organisme",outcome="short"}}': f"0+9x{_DAY}",
        },
    ),
    "AiguilleurProcessusRemplaces": (30, {f"aiguilleur_processes_replaced_total{{{_HOST}}}": "0x9 1x9 2x5 3x9"}),
    "AiguilleurMemoire": (
        20,
        {
            f'process_resident_memory_bytes{{{_HOST},pid="1"}}': "1600000000x20",
            f'process_resident_memory_bytes{{{_HOST},pid="2"}}': "500000000x20",
        },
    ),
    "AiguilleurFichiersOuverts": (
        10,
        {f'process_open_fds{{{_HOST},pid="1"}}': "900x10", f'process_max_fds{{{_HOST},pid="1"}}': "1024x10"},
    ),
    "AiguilleurDisque": (
        15,
        {f"aiguilleur_disk_free_bytes{{{_HOST}}}": "9x15", f"aiguilleur_disk_size_bytes{{{_HOST}}}": "100x15"},
    ),
    "AiguilleurRedis": (15, {f"aiguilleur_redis_errors_total{{{_HOST}}}": "0+1x15"}),
    "AiguilleurBase": (15, {f"aiguilleur_database_errors_total{{{_HOST}}}": "0+1x15"}),
    "AiguilleurSauvegardeJamais": (
        27 * 60,
        {
            f"aiguilleur_backup_last_success_timestamp_seconds{{{_HOST}}}": f"0x{27 * 60}",
            f"aiguilleur_backup_last_success_timestamp_seconds{{{_OTHER}}}": f"0x{27 * 60}",
        },
    ),
    "AiguilleurSauvegardeAncienne": (
        2 * _DAY,
        {
            # One host backs up for all.
            f"aiguilleur_backup_last_success_timestamp_seconds{{{_HOST}}}": f"3600x{2 * _DAY}",
            f"aiguilleur_backup_last_success_timestamp_seconds{{{_OTHER}}}": f"0x{2 * _DAY}",
        },
    ),
    "AiguilleurPurgeRetenue": (
        10,
        {f"aiguilleur_purge_held{{{_HOST}}}": "1x10", f"aiguilleur_purge_held{{{_OTHER}}}": "0x10"},
    ),
    "AiguilleurFichiersRefuses": (
        10,
        {f"aiguilleur_files_refused{{{_HOST}}}": "1x10", f"aiguilleur_files_refused{{{_OTHER}}}": "0x10"},
    ),
    "AiguilleurContenusDifferents": (
        35,
        {
            f'aiguilleur_info{{{_HOST},model="m",content="new",version="1"}}': "1x35",
            f'aiguilleur_info{{{_OTHER},model="m",content="old",version="1"}}': "1x35",
        },
    ),
    "AiguilleurTelegramJetonRefuse": (5, {f"aiguilleur_telegram_token_refused{{{_HOST}}}": "1x5"}),
    "AiguilleurTelegramInjoignable": (7, {f"aiguilleur_telegram_unreached{{{_HOST}}}": "1x7"}),
    "AiguilleurTelegramFile": (5, {f"aiguilleur_telegram_waiting{{{_HOST}}}": "40 51x5"}),
    "AiguilleurTelegramAbandon": (6, {f'aiguilleur_telegram_updates_total{{{_HOST},outcome="given_up"}}': "0x4 1x4"}),
    "AiguilleurTelegramReporte": (15, {f'aiguilleur_telegram_updates_total{{{_HOST},outcome="put_off"}}': "0+1x15"}),
    "AiguilleurTelegramRalenti": (35, {f'aiguilleur_telegram_updates_total{{{_HOST},outcome="slowed"}}': "0+90x35"}),
}
"""Each alert, with what it is fired by, minute by minute, and the minute at which it has fired, alone."""

WELL = {
    f"up{{{_HOST}}}": f"1x{2 * _DAY}",
    f'aiguilleur_ready{{{_HOST},part="database"}}': f"1x{_DAY} 0 1x{_DAY}",
    f'aiguilleur_turns_total{{{_HOST},channel="web",question="",outcome="failed"}}': f"0x{2 * _DAY}",
    f'aiguilleur_turns_total{{{_HOST},channel="web",question="",outcome="not_understood"}}': f"0+1x{2 * _DAY}",
    f'aiguilleur_turns_total{{{_HOST},channel="web",question="organisme",outcome="short"}}': f"0+30x{2 * _DAY}",
    f'aiguilleur_responses_total{{{_HOST},status="200"}}': f"0+300x{2 * _DAY}",
    f'aiguilleur_turn_seconds_bucket{{{_HOST},le="1"}}': f"0+30x{2 * _DAY}",
    f'aiguilleur_turn_seconds_bucket{{{_HOST},le="+Inf"}}': f"0+30x{2 * _DAY}",
    f'aiguilleur_refused_total{{{_HOST},limit="conversation"}}': f"0x{_DAY} 1x{_DAY}",
    f"aiguilleur_processes_replaced_total{{{_HOST}}}": f"0x{_DAY} 1x{_DAY}",
    f'process_start_time_seconds{{{_HOST},pid="1"}}': f"5x{2 * _DAY}",
    f'process_resident_memory_bytes{{{_HOST},pid="1"}}': f"500000000x{2 * _DAY}",
    f"aiguilleur_backup_last_success_timestamp_seconds{{{_HOST}}}": f"0x{_DAY} {_DAY * 60}x{_DAY}",
    f"aiguilleur_purge_held{{{_HOST}}}": f"0x{2 * _DAY}",
    f"aiguilleur_files_refused{{{_HOST}}}": f"0x{_DAY} 1 0x{_DAY}",
    f'aiguilleur_info{{{_HOST},model="m",content="c",version="1"}}': f"1x{2 * _DAY}",
    f'aiguilleur_info{{{_OTHER},model="m",content="c",version="1"}}': f"1x{2 * _DAY}",
    f'aiguilleur_telegram_updates_total{{{_HOST},outcome="done"}}': f"0+30x{2 * _DAY}",
}
"""Two days of a server that is well: a moment without database and with files refused, a first backup after a day."""


def alerts(tmp_path: Path, series: dict[str, str], expected: dict[int, list[str]]) -> str:
    """What promtool says against the alerts that are expected to fire by some minutes; nothing where it agrees."""
    firing = 'count by (alertname) (ALERTS{alertstate="firing"})'
    case = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": firing,
                "eval_time": f"{minute}m",
                "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in names],
            }
            for minute, names in expected.items()
        ],
    }
    tests = {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [case]}
    path = tmp_path / "tests.yml"
    path.write_text(json.dumps(tests), encoding="utf-8")
    command = [installed("promtool", "prometheus"), "test", "rules", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def rules() -> list[dict[str, object]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_every_alert_is_tried() -> None:
    assert {rule["alert"] for rule in rules()} == FIRING.keys()


@pytest.mark.parametrize("alert", FIRING)
def test_alert_fires_alone_for_what_it_is_there_for(tmp_path: Path, alert: str) -> None:
    minute, series = FIRING[alert]
    assert alerts(tmp_path, series, {0: [], minute: [alert]}) == ""


def test_operators_sleep_while_the_server_is_well(tmp_path: Path) -> None:
    assert alerts(tmp_path, WELL, {minute: [] for minute in (1, 5, 60, _DAY - 1, _DAY + 1, _DAY + 10, 2 * _DAY)}) == ""


def test_server_that_systemd_starts_again_and_again_is_noticed(tmp_path: Path) -> None:
    starts = {f"process_start_time_seconds{{{_HOST}}}": "100x5 400x5 700x5 1000x9"}
    assert alerts(tmp_path, starts, {5: [], 20: ["AiguilleurProcessusRemplaces"]}) == ""


@each_row("rule", rules())
def test_alert_says_what_happens_and_what_to_do(rule: dict[str, dict[str, str]]) -> None:
    assert rule["labels"]["severity"] in {"reveiller", "demain", "mainteneurs"}
    for text in (rule["annotations"]["summary"], rule["annotations"]["description"]):
        assert text.endswith((".", " ?"))


def test_configuration_is_what_prometheus_takes(tmp_path: Path) -> None:
    for name in ("prometheus.yml", RULES.name):
        (tmp_path / name).write_bytes((ROOT / "deploy" / name).read_bytes())
    (tmp_path / "aiguilleur.token").write_text("0123456789abcdef", encoding="utf-8")
    command = [installed("promtool", "prometheus"), "check", "config", str(tmp_path / "prometheus.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
