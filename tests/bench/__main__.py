"""`python -m tests.bench`: our server beside stock Rasa on the same data, in one run; the report is in `var/bench`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime

import msgspec
import typer

from bot.rasa_adapter.training import ROOT
from nlu.training_data.examples import FAQ, read_examples
from rules.errors import ProgrammeError
from tests.bench import ours, page
from tests.bench.load import CONVERSATION, Plan, measure
from tests.bench.report import Report, Side, side
from tests.bench.server import BenchError, Server, serving, stock_environment
from tests.bench.stock import Stock, trained
from tests.support.redis_server import free_port

KEEP = ROOT / "var" / "bench"

_QUICK = Plan(conversations=10, seconds=10, long=1)

Say = Callable[[str], None]


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    ours_only: bool = typer.Option(False, "--ours-only", help="Mesurer l’aiguilleur seul, plus vite."),
) -> None:
    """Mesurer l’aiguilleur à côté de Rasa d’origine : var/bench/report.md et report.json."""
    begun = time.perf_counter()

    def say(line: str) -> None:
        print(f"[{time.perf_counter() - begun:4.0f} s] {line}", flush=True)

    try:
        KEEP.mkdir(parents=True, exist_ok=True)
        report = bench(ours_only=ours_only, say=say)
    except (BenchError, ProgrammeError) as error:
        sys.exit(str(error))
    (KEEP / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    (KEEP / "report.md").write_text(page.render(report), encoding="utf-8")
    print(page.render(report))


def bench(*, ours_only: bool, say: Say) -> Report:
    """Measure one server after the other; whatever is to be trained is trained before.

    Raises:
        BenchError: a part did not work.
    """
    plan = _QUICK if ours_only else Plan()
    examples = read_examples(faq=FAQ)
    stock = None if ours_only else trained(examples, KEEP, say)
    load = os.getloadavg()
    with ours.data_folder() as folder:
        commands, port, environment = ours.start(folder)
        say("L’aiguilleur…")
        with serving(commands, port, ROOT, environment, KEEP / "ours.log", CONVERSATION[0]) as server:
            our_side = _side(server, plan)
    report = Report(
        day=datetime.now().astimezone(),
        processors=os.cpu_count() or 1,
        load=load,
        sentences=len(examples),
        plan=plan,
        ours=our_side,
    )
    if stock is None:
        return report
    say("Rasa d’origine…")
    return msgspec.structs.replace(report, stock=_stock_side(stock, plan))


def _stock_side(stock: Stock, plan: Plan) -> Side:
    port = free_port()
    log = KEEP / "stock.log"
    with serving(stock.commands(port), port, stock.folder, stock_environment(), log, CONVERSATION[0]) as server:
        return _side(server, plan)


def _side(server: Server, plan: Plan) -> Side:
    return side(measure(server, plan), ready=server.ready_after)


if __name__ == "__main__":
    app()
