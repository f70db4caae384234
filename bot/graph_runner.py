"""Runs Rasa's prediction graph node after node, in an order found once.

Rasa has Dask plan the same small graph anew at every message and every prediction, for graphs that never run in
parallel here: about a tenth of a turn. The runner is Rasa's own extension point; which one it takes is not.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class InOrderGraphRunner(GraphRunner):  # type: ignore[misc]
    """Runs the nodes that a target needs, one after the other."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> InOrderGraphRunner:
        """As Rasa makes a runner."""
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> InOrderGraphRunner:
        """In place of Rasa's runner, with the nodes that it has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets by name; `inputs` are outputs of nodes that the graph takes for granted."""
        wanted = tuple(targets or self._schema.target_names)
        outputs = dict(inputs or {})
        for name in self._order(wanted):
            if name not in outputs:
                parents = self._schema.nodes[name].needs.values()
                _, outputs[name] = self._nodes[name](*((parent, outputs[parent]) for parent in parents))
        return {name: outputs[name] for name in wanted}

    def _order(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        if wanted not in self._orders:
            needed = self._schema.minimal_graph_schema(list(wanted)).nodes
            graph = {name: tuple(node.needs.values()) for name, node in needed.items()}
            self._orders[wanted] = tuple(TopologicalSorter(graph).static_order())
        return self._orders[wanted]
