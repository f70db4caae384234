"""`python -m tests.evaluation.masks`: what is masked in the database by kind, and the ordinary questions touched."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from bot.process import logs
from tests.evaluation.masks import (
    APART,
    DEVELOPMENT,
    MORE,
    MarkedMessage,
    beyond,
    in_clear,
    mask,
    messages,
    ordinary_questions,
    recall,
    touched,
)
from tests.evaluation.masks.storage import recorded


def main(arguments: Sequence[str]) -> None:
    """Print the table; with --details, what stays in clear of the development set, and the questions touched."""
    logs.configure()
    details = "--details" in arguments
    for name, path in (("mise au point", DEVELOPMENT), ("mise au point, suite", MORE), ("à part", APART)):
        if path.exists():
            marked = messages(path)
            in_table = recorded([message.text for message in marked])
            _print_figures(name, marked, in_table)
            if details and path == DEVELOPMENT:
                _print_details(marked, in_table)
    for name, texts in ordinary_questions().items():
        found, total = touched(texts)
        if details:
            for text in found:
                print(f"  {text} → {mask()(text)}")
        print(f"questions ordinaires, {name} : {len(found)} touchées sur {total} ({len(found) / total:.2%})")
    print(f"durée : {_microseconds(messages(DEVELOPMENT)):.0f} µs par message")


def _print_figures(name: str, marked: Sequence[MarkedMessage], in_table: Sequence[str]) -> None:
    print(f"\n{name} : {len(marked)} messages, tels que la base les garde")
    for kind, share in recall(marked, in_table).items():
        print(f"  {kind or 'tout':<12} {share.number:>4} / {share.total:<4} {share.share:.1%}")
    too_much, without = beyond(marked, in_table), [message.text for message in marked if not message.marks]
    found, total = touched(without)
    print(f"  messages sans rien de personnel touchés : {len(found)} / {total}")
    print(f"  mots masqués en trop : {too_much.share:.1%} de {too_much.total}")


def _print_details(marked: Sequence[MarkedMessage], in_table: Sequence[str]) -> None:
    for message, text in zip(marked, in_table, strict=True):
        for mark, words in in_clear(message, text):
            print(f"{mark.kind} : « {words} » reste en clair dans « {text} »")
        if not message.marks and text != message.text:
            print(f"à tort : {text!r}")


def _microseconds(marked: Sequence[MarkedMessage]) -> float:
    start = time.process_time()
    for message in marked:
        mask()(message.text)
    return (time.process_time() - start) / len(marked) * 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
