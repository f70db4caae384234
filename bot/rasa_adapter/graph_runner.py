"""Runs Rasa's prediction graph node after node, in an order found once, and remembers what the policies predict.

Rasa has Dask plan the same small graph anew at every message and every prediction, for graphs that never run in
parallel here: about a tenth of a turn. The policies then work out what they have worked out for the same intents and
actions before: another tenth. The runner is Rasa's own extension point; which one it takes is not.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.exchange import Exchange

_REMEMBERED = 10_000
"""Situations remembered: a conversation's last two turns, by their intents and actions, are some hundreds."""


class InOrderGraphRunner(GraphRunner):  # type: ignore[misc]
    """Runs the nodes that a target needs, one after the other."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode], policies: str | None = None) -> None:
        """`policies` is the target of what the policies predict; only that is remembered."""
        self._schema = schema
        self._nodes = nodes
        self._policies = (policies,) if policies else None
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._predicted: dict[tuple[object, ...], Any] = {}
        self._of_text_alone = frozenset(filter(self._needs_text_alone, schema.nodes))

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> InOrderGraphRunner:
        """As Rasa makes a runner."""
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks), None)

    @classmethod
    def of(cls, runner: DaskGraphRunner, policies: str | None) -> InOrderGraphRunner:
        """In place of Rasa's runner, with the nodes that it has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes, policies)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets by name; `inputs` are outputs of nodes that the graph takes for granted."""
        wanted = tuple(targets or self._schema.target_names)
        tracker = (inputs or {}).get(PLACEHOLDER_TRACKER)
        if wanted != self._policies or tracker is None or _depends_on_slots(tracker):
            return self._run(wanted, inputs or {})
        situation = tuple(filter(None, map(_seen_by_policies, tracker.applied_events())))
        if situation not in self._predicted:
            if len(self._predicted) >= _REMEMBERED:
                self._predicted.clear()
            self._predicted[situation] = self._run(wanted, inputs or {})
        return dict(self._predicted[situation])

    def _run(self, wanted: tuple[str, ...], inputs: dict[str, Any]) -> dict[str, Any]:
        outputs = dict(inputs)
        exchange, text = Exchange.current(), _text(inputs)
        for name in self._order(wanted):
            if name in outputs:
                continue
            if exchange is None or text is None or name not in self._of_text_alone:
                outputs[name] = self._output(name, outputs)
                continue
            if (name, text) not in exchange.read:
                exchange.read[name, text] = self._output(name, outputs)
            outputs[name] = exchange.read[name, text]
        return {name: outputs[name] for name in wanted}

    def _output(self, name: str, outputs: dict[str, Any]) -> Any:
        """What a node makes of the outputs of those it needs."""
        parents = self._schema.nodes[name].needs.values()
        return self._nodes[name](*((parent, outputs[parent]) for parent in parents))[1]

    def _needs_text_alone(self, name: str) -> bool:
        """Whether a node makes the same of a text in every conversation."""
        if name not in self._schema.nodes:
            return bool(name != PLACEHOLDER_TRACKER)
        return all(map(self._needs_text_alone, self._schema.nodes[name].needs.values()))

    def _order(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        if wanted not in self._orders:
            needed = self._schema.minimal_graph_schema(list(wanted)).nodes
            graph = {name: tuple(node.needs.values()) for name, node in needed.items()}
            self._orders[wanted] = tuple(TopologicalSorter(graph).static_order())
        return self._orders[wanted]


def _text(inputs: dict[str, Any]) -> str | None:
    """The text of the one message among the inputs; None where there is none."""
    messages: list[Any] = inputs.get(PLACEHOLDER_MESSAGE) or []
    return messages[0].text if len(messages) == 1 else None


def _depends_on_slots(tracker: DialogueStateTracker) -> bool:
    return any(slot.influence_conversation for slot in tracker.slots.values())


def _seen_by_policies(event: Event) -> tuple[object, ...] | None:
    """What the rules and the memoized stories see of an event; None where they see nothing of it."""
    if isinstance(event, UserUttered):
        return (event.intent_name,)
    if isinstance(event, ActionExecuted):
        return event.action_name, event.hide_rule_turn
    return None
