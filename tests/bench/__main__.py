"""`python -m tests.bench`: our server beside stock Rasa on the same data, in one run; the report is in `var/bench`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from bot.rasa_adapter.training import ROOT
from nlu.training_data.examples import FAQ, Example, read_examples
from rules.errors import ProgrammeError
from tests.bench import ours, page
from tests.bench.abuse import LIMITED, measure_abuse
from tests.bench.errors import BenchError
from tests.bench.load import CONVERSATION, Measured, Plan, answers, measure
from tests.bench.report import Passes, Report, Side, abuses, each_pass, side
from tests.bench.server import Server, serving, stock_environment
from tests.bench.stock import FULL_PASSES, NOT_UNDERSTOOD, Stock, trained
from tests.support.redis_server import free_port

KEEP = ROOT / "var" / "bench"

_QUICK = Plan(conversations=10, disturbed=5, seconds=10, abused=15, long=1)
_NOT_UNDERSTOOD = "xyzzy plugh"

Say = Callable[[str], None]


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    ours_only: bool = typer.Option(False, "--ours-only", help="Mesurer l’aiguilleur seul, plus vite."),
    passes: int = typer.Option(3, "--passes", min=1, help="Passes d’entraînement de Rasa d’origine."),
) -> None:
    """Mesurer l’aiguilleur à côté de Rasa d’origine : var/bench/index.html et report.json."""
    begun = time.perf_counter()

    def say(line: str) -> None:
        print(f"[{time.perf_counter() - begun:4.0f} s] {line}", flush=True)

    try:
        KEEP.mkdir(parents=True, exist_ok=True)
        report = bench(ours_only=ours_only, passes=passes, say=say)
    except (BenchError, ProgrammeError) as error:
        sys.exit(str(error))
    (KEEP / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    (KEEP / "index.html").write_text(page.render(report), encoding="utf-8")
    _print(report)


def bench(*, ours_only: bool, passes: int, say: Say) -> Report:
    """Measure one server after the other; whatever is to be trained is trained before.

    Raises:
        BenchError: a part did not work.
    """
    plan = _QUICK if ours_only else Plan()
    examples = read_examples(faq=FAQ)
    training = None if ours_only else ours.training_cost(KEEP, say)
    stock = None if ours_only else trained(examples, passes, KEEP, say)
    load = os.getloadavg()
    with ours.data_folder() as folder:
        commands, port, environment = ours.start(folder)
        say("L’aiguilleur…")
        with serving(commands, port, ROOT, environment, KEEP / "ours.log", CONVERSATION[0]) as server:
            texts = {} if ours_only else answers(server, _questions(examples))
            our_side = _side(server, measure(server, plan), ours.model(), training)
        say("L’aiguilleur, sans HTTP…")
        within = ours.in_process(folder, KEEP)
        commands, port, environment = ours.start(folder, LIMITED)
        say("L’aiguilleur, à côté de qui abuse de ses limites…")
        with serving(commands, port, ROOT, environment, KEEP / "abused.log", CONVERSATION[0]) as server:
            abused = abuses(measure_abuse(server.url, plan.abused))
    report = Report(
        day=datetime.now().astimezone(),
        processors=os.cpu_count() or 1,
        load=load,
        sentences=len(examples),
        plan=plan,
        ours=our_side,
        in_process=within,
        abuses=abused,
    )
    if stock is None:
        return report
    stock.teach(texts)
    done = Passes(passes, stock.seconds, stock.processor, each_pass(stock.passes))
    say("Rasa d’origine…")
    return msgspec.structs.replace(report, stock=_stock_side(stock, plan, done.full(FULL_PASSES)), passes=done)


def _stock_side(stock: Stock, plan: Plan, training: float) -> Side:
    port = free_port()
    log = KEEP / "stock.log"
    with serving(stock.commands(port), port, stock.folder, stock_environment(), log, CONVERSATION[0]) as server:
        return _side(server, measure(server, plan), stock.model, training)


def _side(server: Server, measured: Measured, model: Path, training: float | None) -> Side:
    return side(measured, ready=server.ready_after, model=model.stat().st_size, training=training)


def _questions(examples: Sequence[Example]) -> Mapping[str, str]:
    """The first plain example of each intent, and something that nobody understands."""
    plain = [example for example in examples if not example.contextual]
    return {NOT_UNDERSTOOD: _NOT_UNDERSTOOD} | {example.intent: example.text for example in reversed(plain)}


def _print(report: Report) -> None:
    console = Console()
    table = Table(*page.HEADINGS)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in page.rows(report):
        table.add_row(*row)
    console.print(table)
    for note in page.notes(report):
        console.print(f"• {note}", highlight=False)
    console.print(f"\nLa page : {(KEEP / 'index.html').as_uri()}", soft_wrap=True, highlight=False)


if __name__ == "__main__":
    app()
