"""The encoder as an ONNX graph for onnxruntime: ids of tokens in, their states after some layers out.

Weights are quantized to seven bits, activations to eight while it runs (`DynamicQuantizeMatMul`). Seven, because
processors without VNNI add pairs of products in sixteen bits: with eight the sums saturate there and the states are
wrong; with seven they are the same on every processor, and as near to the full graph's (see the manifest).

A few channels of the activations are much louder than the others, and would leave these few of the eight bits. So each
channel is divided by a number before it is quantized, and its weights are multiplied by it (SmoothQuant, Xiao et al.,
2022): cosines to the full graph's vectors are 0.994 instead of 0.978.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from nlu.encoder.conversion.weights import BLOCK, Floats, Weights, in_seven_bits
from nlu.encoder.installation import LAYERS

_MICROSOFT = "com.microsoft"

CALMED = 0.7
"""How much of a channel's loudness goes into its weights, from 0 to 1; of 0.5 to 0.8 the nearest to the full graph."""

Loudness = Mapping[str, Floats]
"""The greatest value of each channel of what goes into a matrix, by its name, as :func:`inputs` has it."""


@dataclass
class _Graph:
    """Nodes and constants, as they are added; each method returns the name of what a node gives."""

    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output


def inputs(weights: Weights) -> dict[str, int]:
    """What goes into the matrices of the layers: names of states, with how many channels they have."""
    found: dict[str, int] = {}
    for number in range(weights.layers):
        found |= {f"states_{number}": weights.width, f"l{number}.attention": weights.width}
        found |= {f"l{number}.attended_states": weights.width, f"l{number}.activated": weights.inner}
    return found


def full_graph(weights: Weights, rows: Sequence[int]) -> ModelProto:
    """The graph in full, slow and large, to compare with; it gives what goes into the matrices too."""
    return _graph(weights, rows, None, inputs(weights))


def encoder_graph(weights: Weights, rows: Sequence[int], loudness: Loudness) -> ModelProto:
    """The graph, its layers quantized.

    Args:
        weights: the encoder's weights.
        rows: the rows of the token embeddings to take along; an id is a place in them.
        loudness: of what goes into the matrices.

    Returns:
        Input `ids`, shape (1, tokens); outputs `states_<layer>` for the layers that serve, shape (1, tokens, width).
    """
    return _graph(weights, rows, loudness, {})


def _graph(weights: Weights, rows: Sequence[int], loudness: Loudness | None, told: Mapping[str, int]) -> ModelProto:
    """The graph; in full without loudness. `told`: what else it gives."""
    graph = _Graph()
    states = _embeddings(graph, weights, rows)
    for number in range(1, weights.layers + 1):
        states = _layer(graph, weights, number, states, loudness)
    outputs = {**told, **{f"states_{layer}": weights.width for layer in LAYERS}}
    shape = [1, "tokens"]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, shape)],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, [*shape, size]) for name, size in outputs.items()],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=10,
    )


def _embeddings(graph: _Graph, weights: Weights, rows: Sequence[int]) -> str:
    """The sums of token embeddings, kept in four bits as they come, and position embeddings."""
    numbers, scales = weights.quantized("emb.word", weights.width)
    signed = (numbers[rows] ^ 8).astype(np.uint8)  # n - 8 in four bits of two's complement
    packed = signed[:, 0::2] | signed[:, 1::2] << 4
    graph.constants.append(helper.make_tensor("tokens", TensorProto.INT4, signed.shape, packed.tobytes(), raw=True))
    token_embeddings = graph.node(
        "GatherBlockQuantized",
        ["tokens", "ids", graph.constant("token_scales", scales[rows])],
        "token_embeddings",
        _MICROSOFT,
        gather_axis=0,
        quantize_axis=1,
        block_size=BLOCK,
    )
    segment = weights.floats("emb.type")[: weights.width]  # a sentence alone is of the first kind throughout
    positions = graph.constant("positions", weights.floats("emb.pos").reshape(-1, weights.width) + segment)
    first = graph.constant("first", np.zeros(1, np.int64))
    end = graph.node("Shape", ["ids"], "end", start=1, end=2)
    position_embeddings = graph.node("Slice", [positions, first, end], "position_embeddings")
    return graph.node(
        "LayerNormalization",
        [
            graph.node("Add", [token_embeddings, position_embeddings], "embeddings"),
            graph.constant("embeddings.weight", weights.floats("emb.ln.w")),
            graph.constant("embeddings.bias", weights.floats("emb.ln.b")),
        ],
        "states_0",
        axis=-1,
        epsilon=weights.epsilon,
    )


def _layer(graph: _Graph, weights: Weights, number: int, states: str, loudness: Loudness | None) -> str:
    """One layer of a BERT: attention and a network of two matrices, each added to its input and normalized."""
    name, width, inner = f"l{number - 1}", weights.width, weights.inner

    def linear(output: str, states: str, matrices: Sequence[str], columns: int) -> str:
        matrix = np.concatenate([weights.matrix(f"{name}.{kept}.w", columns) for kept in matrices]).T
        bias = graph.constant(
            f"{output}.bias", np.concatenate([weights.floats(f"{name}.{kept}.b") for kept in matrices])
        )
        if loudness is None:
            product = graph.node("MatMul", [states, graph.constant(f"{output}.weight", matrix)], f"{output}.product")
            return graph.node("Add", [product, bias], output)
        calm = calming(loudness[states], matrix)
        numbers, scales = in_seven_bits(matrix * calm[:, None])
        inputs = [
            graph.node("Mul", [states, graph.constant(f"{output}.calming", 1 / calm)], f"{output}.calmed"),
            graph.constant(f"{output}.weight", numbers),
            graph.constant(f"{output}.scales", scales),
            "",
            bias,
        ]
        return graph.node("DynamicQuantizeMatMul", inputs, output, _MICROSOFT)

    def added(output: str, change: str, states: str, kept: str) -> str:
        weight = graph.constant(f"{output}.weight", weights.floats(f"{name}.{kept}.w"))
        bias = graph.constant(f"{output}.bias", weights.floats(f"{name}.{kept}.b"))
        inputs = [change, states, weight, bias]
        return graph.node("SkipLayerNormalization", inputs, output, _MICROSOFT, epsilon=weights.epsilon)

    projected = linear(f"{name}.qkv", states, ["q", "k", "v"], width)
    parts = [f"{name}.{part}" for part in ("queries", "keys", "values")]
    graph.nodes.append(helper.make_node("Split", [projected], parts, axis=-1, num_outputs=3))
    attention = graph.node("MultiHeadAttention", parts, f"{name}.attention", _MICROSOFT, num_heads=weights.heads)
    attended = linear(f"{name}.attended", attention, ["ao"], width)
    states = added(f"{name}.attended_states", attended, states, "aln")
    widened = graph.node("Gelu", [linear(f"{name}.inner", states, ["fi"], width)], f"{name}.activated", _MICROSOFT)
    return added(f"states_{number}", linear(f"{name}.outer", widened, ["fo"], inner), states, "oln")


def calming(loudness: Floats, matrix: Floats) -> Floats:
    """What each channel is divided by before it is quantized, and its weights multiplied by, shape (channels,)."""
    least = 1e-5  # a channel that is silent, or has no weight
    weight = np.maximum(np.abs(matrix).max(axis=1), least)
    found: Floats = np.maximum(loudness, least) ** CALMED / weight ** (1 - CALMED)
    return found.astype(np.float32)
