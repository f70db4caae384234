"""`python -m tests.evaluation.masks`: the table of what is masked by kind, and of ordinary questions touched."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

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


def main(arguments: Sequence[str]) -> None:
    """Print the table; with --details, what stays in clear of the development set, and the questions touched."""
    details = "--details" in arguments
    development = messages(DEVELOPMENT)
    if details:
        for message in development:
            for mark, words in in_clear(message):
                print(f"{mark.kind} : « {words} » reste en clair dans « {message.text} »")
        for message in development:
            if not message.marks and mask().spans(message.text):
                print(f"à tort : {mask()(message.text)!r}")
    for name, path in (("mise au point", DEVELOPMENT), ("mise au point, suite", MORE), ("à part", APART)):
        if path.exists():
            _print_figures(name, messages(path))
    for name, texts in ordinary_questions().items():
        found, total = touched(texts)
        if details:
            for text in found:
                print(f"  {text} → {mask()(text)}")
        print(f"questions ordinaires, {name} : {len(found)} touchées sur {total} ({len(found) / total:.2%})")
    print(f"durée : {_microseconds(development):.0f} µs par message")


def _print_figures(name: str, marked: Sequence[MarkedMessage]) -> None:
    print(f"\n{name} : {len(marked)} messages")
    for kind, share in recall(marked).items():
        print(f"  {kind or 'tout':<12} {share.number:>4} / {share.total:<4} {share.share:.1%}")
    too_much, without = beyond(marked), [message.text for message in marked if not message.marks]
    found, total = touched(without)
    print(f"  messages sans rien de personnel touchés : {len(found)} / {total}")
    print(f"  mots masqués en trop : {too_much.share:.1%} de {too_much.total}")


def _microseconds(marked: Sequence[MarkedMessage]) -> float:
    start = time.process_time()
    for message in marked:
        mask()(message.text)
    return (time.process_time() - start) / len(marked) * 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
