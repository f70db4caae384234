"""The encoder with low-rank changes of its upper layers, and the heads that it is adapted by; in PyTorch.

LoRA (Hu et al., 2021): a matrix W becomes W + A·B, with A and B of a small rank; W stays as it is. What is learnt is
a file of some megabytes, and is added to the weights when the encoder is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.adaptation.batches import Batch
from nlu.adaptation.row import MESSAGE_FIELDS, TOKEN_FIELDS
from nlu.encoder.conversion.weights import Floats, Weights
from nlu.encoder.encoding import LOUDNESS, VECTOR_LAYERS

MATRICES: Final = ("q", "k", "v", "ao", "fi", "fo")
"""The matrices of a layer: queries, keys, values, what attention gives; into the inner layer, and out of it."""

DROPPED: Final = 0.1
"""Share of what the heads of messages hear that is put out at each step."""

HIDDEN: Final = 0.08
"""Share of the tokens that are put out at each step: what a message means must not lean on one word."""


class ChangedLinear(nn.Module):  # type: ignore[misc]
    """A matrix of the encoder, with a change of low rank that changes nothing yet."""

    def __init__(self, weight: Floats, bias: Floats, rank: int) -> None:
        super().__init__()
        given, taken = weight.shape
        self.register_buffer("weight", _tensor(weight))
        self.register_buffer("bias", _tensor(bias))
        self.down = nn.Parameter(torch.randn(rank, taken) / taken**0.5)
        self.up = nn.Parameter(torch.zeros(given, rank))

    def forward(self, x: Tensor) -> Tensor:
        """What the matrix gives."""
        return functional.linear(x, self.weight, self.bias) + functional.linear(
            functional.linear(x, self.down), self.up
        )


class Layer(nn.Module):  # type: ignore[misc]
    """One layer."""

    def __init__(self, weights: Weights, number: int, rank: int) -> None:
        super().__init__()
        self.heads, self.epsilon, self.width = weights.heads, weights.epsilon, weights.width
        sizes = {name: weights.inner if name == "fo" else weights.width for name in MATRICES}
        self.through = nn.ModuleDict(
            {
                name: ChangedLinear(
                    weights.matrix(f"l{number}.{name}.w", size), weights.floats(f"l{number}.{name}.b"), rank
                )
                for name, size in sizes.items()
            }
        )
        for name in ("aln", "oln"):
            for part in "wb":
                self.register_buffer(name + part, _tensor(weights.floats(f"l{number}.{name}.{part}")))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The states after it, shape (rows, tokens, width)."""
        rows, tokens, width = x.shape
        q, k, v = (
            self.through[name](x).view(rows, tokens, self.heads, width // self.heads).transpose(1, 2) for name in "qkv"
        )
        attended = functional.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).reshape(rows, tokens, width)
        x = functional.layer_norm(x + self.through["ao"](attended), (width,), self.alnw, self.alnb, self.epsilon)
        inner = functional.gelu(self.through["fi"](x))
        return functional.layer_norm(x + self.through["fo"](inner), (width,), self.olnw, self.olnb, self.epsilon)


class ChangedEncoder(nn.Module):  # type: ignore[misc]
    """The encoder.

    Args:
        weights: the encoder's own.
        rows: the rows of the token embeddings that ids stand for.
        rank: of the changes.
        kept: how many of the first layers stay as they are.
    """

    def __init__(self, weights: Weights, rows: list[int], rank: int, kept: int) -> None:
        super().__init__()
        self.kept = kept
        self.embeddings = weights.matrix("emb.word", weights.width)[rows]
        self.positions = (
            weights.floats("emb.pos").reshape(-1, weights.width) + weights.floats("emb.type")[: weights.width]
        )
        self.first = [_tensor(weights.floats(f"emb.ln.{part}")) for part in "wb"]
        self.epsilon, self.width = weights.epsilon, weights.width
        self.layers = nn.ModuleList(Layer(weights, number, rank) for number in range(weights.layers))

    def forward(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """The states of the last layer and of the middle one, shape (rows, tokens, width)."""
        words = torch.from_numpy(self.embeddings[ids.numpy()])
        if self.training:
            words = words * (torch.rand(ids.shape) >= HIDDEN)[:, :, None]
        x = words + torch.from_numpy(self.positions[: ids.shape[1]])
        x = functional.layer_norm(x, (self.width,), *self.first, self.epsilon)
        mask = present[:, None, None, :]
        middle = x
        for number, layer in enumerate(self.layers, 1):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number > self.kept):
                x = layer(x, mask)
            middle = x if number == VECTOR_LAYERS[-1] else middle
        return x, middle


def vectors(states: tuple[Tensor, Tensor], pooled: Tensor) -> Tensor:
    """What the heads of messages hear: the means of the states of some tokens, shape (rows, 2 · width)."""
    shares = (pooled / pooled.sum(1, keepdim=True))[:, None, :]
    return torch.cat([functional.normalize((shares @ x)[:, 0], dim=-1) for x in states], -1) * LOUDNESS


def token_vectors(states: tuple[Tensor, Tensor]) -> Tensor:
    """What the heads of tokens hear, shape (rows, tokens, 2 · width)."""
    return torch.cat([functional.normalize(x, dim=-1) for x in states], -1) * LOUDNESS


def _tensor(values: Floats) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))


class Adapted(nn.Module):  # type: ignore[misc]
    """The encoder with the heads that it is adapted by: scores of labels, for messages and for tokens."""

    def __init__(self, encoder: ChangedEncoder, sizes: Mapping[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({field: nn.Linear(2 * encoder.width, size) for field, size in sizes.items()})
        for parameter in self.heads.parameters():
            nn.init.zeros_(parameter)

    def forward(self, batch: Batch) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """The scores by field of messages, shape (rows, labels), and of tokens, shape (rows, tokens, labels)."""
        states = self.encoder(batch.ids, batch.present)
        message = functional.dropout(vectors(states, batch.pooled), DROPPED, self.training)
        token = token_vectors(states)
        return (
            {field: self.heads[field](message) for field in MESSAGE_FIELDS},
            {field: self.heads[field](token) for field in TOKEN_FIELDS},
        )
