"""The classifier on CLINC150, by the paper's threshold method: `python -m tests.evaluation.clinc PATH`.

Larson et al., "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction", EMNLP 2019: train on 150
intents without anything out of scope, choose the threshold with the best total accuracy on the validation sets, measure
once on the test sets. The data (`data_full.json`, CC BY 3.0) is not part of this project.
"""

from __future__ import annotations

import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.special import softmax

from nlu.classification.intent_classifier import IntentClassifier
from tests.evaluation.out_of_scope import Flags, Numbers, Point, at_recall, auroc, best_threshold, curve, point

RESULTS = Path("var/evaluation")
SOURCE = "https://github.com/clinc/oos-eval/blob/master/data/data_full.json"

PUBLISHED = {
    "SVM": (88.2, 18.0),
    "FastText": (88.6, 28.3),
    "DialogFlow": (90.8, 26.7),
    "CNN": (90.9, 30.9),
    "Rasa": (90.9, 31.2),
    "MLP on sentence encoder": (93.4, 49.1),
    "BERT": (96.2, 52.3),
}
"""In-scope accuracy and out-of-scope recall, in percent: Larson et al. 2019, full data, oos-threshold."""

RECALLS = (0.523, 0.6)
"""Recalls at which the accuracy is compared: that of BERT in the paper, and a stricter one."""

Queries = list[tuple[str, str]]


class Clinc(msgspec.Struct):
    """The file: queries with their intents, in scope and out of scope. The paper's method leaves `oos_train` out."""

    train: Queries
    val: Queries
    test: Queries
    oos_val: Queries
    oos_test: Queries


@dataclass(frozen=True)
class Confidences:
    """Confidences on a pair of sets: `inside` and `right` for queries in scope, `outside` for the others."""

    inside: Numbers
    right: Flags
    outside: Numbers


def read_clinc(path: Path) -> Clinc:
    """Read the benchmark.

    Raises:
        OSError: the file cannot be read.
        msgspec.DecodeError: it does not have the form.
    """
    data = msgspec.json.decode(path.read_bytes(), type=Clinc)
    empty = [name for name in data.__struct_fields__ if not getattr(data, name)]
    if empty:
        raise msgspec.ValidationError(f"empty: {', '.join(empty)}")
    return data


def evaluate(data: Clinc) -> dict[str, list[Point]]:
    """Train, print the table, and return the curves on the test sets by kind of confidence."""
    start = time.perf_counter()
    classifier = IntentClassifier().fit(*_columns(data.train))
    trained = time.perf_counter()
    validation = _confidences(classifier, data.val, data.oos_val)
    test = _confidences(classifier, data.test, data.oos_test)
    curves = {kind: curve(seen.inside, seen.right, seen.outside) for kind, seen in test.items()}

    table = Table("Classifier", "In scope", "Out-of-scope recall", *_headings(), "AUROC", title="CLINC150, % on test")
    for name, (accuracy, recall) in PUBLISHED.items():
        table.add_row(name, f"{accuracy:.1f}", f"{recall:.1f}", *("–" for _ in RECALLS), "–", style="dim")
    for kind, seen in test.items():
        known = validation[kind]
        chosen = point(best_threshold(known.inside, known.right, known.outside), seen.inside, seen.right, seen.outside)
        others = (f"{100 * at_recall(curves[kind], recall).accuracy:.1f}" for recall in RECALLS)
        area = auroc(seen.inside, seen.outside)
        table.add_row(
            f"Ours, by {kind}", f"{100 * chosen.accuracy:.1f}", f"{100 * chosen.recall:.1f}", *others, f"{area:.3f}"
        )
    console = Console()
    console.print(table)
    right = next(iter(test.values())).right
    console.print(
        f"Published: Larson et al. 2019, oos-threshold. Ours without threshold: {100 * right.mean():.1f} % in scope. "
        f"Trained in {trained - start:.0f} s, {time.perf_counter() - start:.0f} s in all."
    )
    return curves


def write_curves(curves: dict[str, list[Point]], directory: Path) -> tuple[Path, Path]:
    """Write the curves as a CSV and as a picture, beside the published points; returns both paths."""
    # A picture needs no screen, and pyplot would look for one when imported.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    directory.mkdir(parents=True, exist_ok=True)
    rows, picture = directory / "clinc150.csv", directory / "clinc150.png"
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["confidence", "threshold", "in_scope_accuracy", "out_of_scope_recall"])
        for kind, points in curves.items():
            writer.writerows([kind, f"{p.threshold:.6g}", f"{p.accuracy:.5f}", f"{p.recall:.5f}"] for p in points)

    figure = Figure(figsize=(8, 5), constrained_layout=True)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(
        title="CLINC150, test", xlabel="out-of-scope recall (%)", ylabel="in-scope accuracy (%)", xlim=(0, 100),
        ylim=(85, 100),
    )  # fmt: skip
    for kind, points in curves.items():
        axes.plot([100 * p.recall for p in points], [100 * p.accuracy for p in points], label=f"ours, by {kind}")
    for index, (name, (accuracy, recall)) in enumerate(PUBLISHED.items()):
        axes.plot(recall, accuracy, "o", color="grey")
        # At three heights in turn: some published points lie so close together that their names would overlap.
        above = (5, 5 + 11 * (index % 3))
        axes.annotate(name, (recall, accuracy), textcoords="offset points", xytext=above, color="grey", fontsize=9)
    axes.grid(alpha=0.3)
    axes.legend(loc="lower left")
    figure.savefig(picture, dpi=120)
    return rows, picture


def main(arguments: list[str]) -> str | None:
    """Run the benchmark; returns what went wrong, in French, or None."""
    if len(arguments) != 1 or not arguments[0]:
        return f"Indiquer le fichier CLINC150 : make bench-nlu DATA=chemin/data_full.json (à prendre sur {SOURCE})"
    path = Path(arguments[0])
    try:
        data = read_clinc(path)
    except OSError as error:
        return f"{path} : fichier illisible ({error.strerror}). Le fichier se trouve sur {SOURCE}"
    except msgspec.DecodeError as error:
        return f"{path} : ce n'est pas le fichier CLINC150 complet ({error}). Il se trouve sur {SOURCE}"
    rows, picture = write_curves(evaluate(data), RESULTS)
    print(f"Courbes : {rows}, {picture}")
    return None


def _columns(queries: Queries) -> tuple[list[str], list[str]]:
    return [text for text, _ in queries], [intent for _, intent in queries]


def _confidences(classifier: IntentClassifier, inside: Queries, outside: Queries) -> dict[str, Confidences]:
    texts, intents = _columns(inside)
    known, strange = classifier.evidence(texts), classifier.evidence(_columns(outside)[0])
    right = np.asarray(classifier.labels)[known.argmax(axis=1)] == np.asarray(intents)
    probable, less_probable = (softmax(scores / classifier.temperature, axis=1) for scores in (known, strange))
    return {
        "evidence": Confidences(known.max(axis=1), right, strange.max(axis=1)),
        "probability": Confidences(probable.max(axis=1), right, less_probable.max(axis=1)),
    }


def _headings() -> list[str]:
    return [f"In scope at {100 * recall:.1f}" for recall in RECALLS]


if __name__ == "__main__":
    # `sys.exit` prints a text on the standard error stream and leaves with 1.
    sys.exit(main(sys.argv[1:]))
