"""Edits of a YAML text that touch only the lines concerned: comments, order, quotes and line ends stay.

PyYAML's C parser gives the start and end of each part; the new text is put between them. Every edit is read again: if
the result does not say exactly what was asked for, nothing is done.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, TypeAlias, TypeGuard

import yaml

from bot.maintenance.yaml_files.scalars import Value, block, block_text, flow, item_line, scalar

Step: TypeAlias = "str | int"
"""A key of a mapping; in a list, a position or the `id` of an item."""
KeyPath: TypeAlias = "tuple[Step, ...]"

_BLOCK_STYLES: Final = ("|", ">")


class CannotEditError(Exception):
    """The file is written in a way that the studio cannot edit; the message says which part, in French."""

    def __init__(self, path: KeyPath) -> None:
        where = " › ".join(map(str, path))
        super().__init__(f"« {where} » est écrit d’une façon que le studio ne sait pas modifier : ouvrir le fichier")


@dataclass(frozen=True)
class YamlChange:
    """A change of a part of a file.

    Attributes:
        path: the part.
        value: its new value; None removes it.
        after: for a new key, the key that it follows.
    """

    path: KeyPath
    value: Value | None
    after: str | None = None


def edited(text: str, changes: Iterable[YamlChange]) -> str:
    """The text after some changes, made in order.

    Raises:
        CannotEditError: a part is written in a way that cannot be edited.
    """
    for change in changes:
        text = _edited(text, change)
    return text


def with_lines(text: str, path: KeyPath, lines: str, before: str | None = None) -> str:
    """The text with added lines of YAML, comments included.

    Args:
        text: the text of the file.
        path: the path of a list or mapping.
        lines: "- id: x", "key: value"; for a list in brackets the value alone.
        before: the key, or the `id` in the list, to insert before; None for the end.

    Raises:
        YAMLError: it is no YAML.
        CannotEditError: it has no such part.
    """
    found = _descend(_root(text), path)
    if found is None or not isinstance(found[1], yaml.CollectionNode):
        raise CannotEditError(path)
    node = found[1]
    if _is_flow(node):
        return _in_brackets(text, node, lines)
    indent = " " * _column(node)
    written = [f"{indent}{line}" if line else "" for line in lines.rstrip("\n").split("\n")]
    following = _child(node, before) if before else None
    if following is None:
        return _inserted(text, _line_after(text, _end(text, _value(node.value[-1]))), written)
    position = _line_start(text, (following[0] or following[1]).start_mark.index)
    return _inserted(text, _above_notes(text, position), written)


def lines_of(text: str, path: KeyPath) -> range:
    """The line numbers of a part, including its key; empty if there is no such part."""
    found = _descend(_root(text), path)
    if found is None:
        return range(0)
    key, node = found
    return range((key or node).start_mark.line + 1, text.count("\n", 0, _end(text, node)) + 2)


def key_of(data: Any, step: Step) -> Step:
    """The key or position that a step means in some data; an item's `id` gives its position.

    Raises:
        IndexError: no item has it.
    """
    if not isinstance(data, list) or isinstance(step, int):
        return step
    places = [place for place, item in enumerate(data) if item.get("id") == step]
    return places[0]


def _edited(text: str, change: YamlChange) -> str:
    data: Any = yaml.load(text, Loader=yaml.CSafeLoader)
    expected = _expected(copy.deepcopy(data), change.path, change.value)
    try:
        after = _written(text, _root(text), change)
        if yaml.load(after, Loader=yaml.CSafeLoader) == expected:
            return after
    except (yaml.YAMLError, ValueError, IndexError):
        pass
    raise CannotEditError(change.path)


def _written(text: str, root: yaml.Node, change: YamlChange) -> str:
    path, value = change.path, change.value
    parents, node = [root], root
    for depth, step in enumerate(path):
        found = _child(node, step)
        if found is None:
            if value is None:
                return text
            for missing in reversed(path[depth + 1 :]):
                value = [value] if isinstance(missing, int) else {missing: value}
            return _added(text, node, step, value, change.after)
        node = found[1]
        parents.append(node)
    if value is None:
        return _removed(text, parents, path)
    if isinstance(node, yaml.SequenceNode) and not isinstance(value, (str, dict)) and isinstance(value, Sequence):
        return _listed(text, node, [item.value for item in node.value], list(value))
    return _replaced(text, node, parents[-2], value)


def _replaced(text: str, node: yaml.Node, parent: yaml.Node, value: Value) -> str:
    start, end = node.start_mark.index, _end(text, node)
    style = getattr(node, "style", None)
    written = None
    if isinstance(value, str) and not _is_flow(parent):
        written = block_text(value, _column(parent) + 2, style, text[start:end].splitlines()[1:])
    if written is None:
        written = flow(value, style) if _is_flow(parent) else _one_line(value, style, parent)
    return text[:start] + (" " if start == end else "") + written.replace("\n", _line_end(text)) + text[end:]


def _one_line(value: Value, style: str | None, parent: yaml.Node) -> str:
    if isinstance(value, str) and isinstance(parent, yaml.SequenceNode):
        return scalar(value, style, where="item")
    return flow(value, style) if not isinstance(value, str) else scalar(value, style)


def _added(text: str, node: yaml.Node, step: Step, value: Value, after: str | None) -> str:
    """The text with a new key in a mapping, after another or at the end, or a new item at the end of a list."""
    known = _child(node, after) if after and isinstance(node, yaml.MappingNode) else None
    if _is_flow(node):
        return _in_brackets(text, node, flow(value) if isinstance(step, int) else flow({step: value})[1:-1], known)
    if isinstance(step, int):
        lines = [item_line(value, _column(node), _style(node.value))]
    else:
        lines = block(step, value, _column(node))
    last = known[1] if known else _value(node.value[-1])
    return _inserted(text, _line_after(text, _end(text, last)), lines)


def _in_brackets(
    text: str, node: yaml.CollectionNode, entry: str, after: tuple[yaml.Node | None, yaml.Node] | None = None
) -> str:
    """The text with a new entry in "[a, b]" or "{a: b}", after another or at the end."""
    if not node.value:
        position = int(node.start_mark.index) + 1
        return text[:position] + entry + text[position:]
    position = _end(text, after[1] if after else _value(node.value[-1]))
    return f"{text[:position]}, {entry}{text[position:]}"


def _inserted(text: str, position: int, lines: Iterable[str]) -> str:
    """The text with new lines, at a line start or the end of the text."""
    ends = _line_end(text)
    before = text[:position]
    if before and not before.endswith("\n"):
        before += ends
    return before + "".join(line + ends for line in lines) + text[position:]


def _above_notes(text: str, position: int) -> int:
    """Where the comments directly above a line begin."""
    start = _line_start(text, position - 1) if position else 0
    return _above_notes(text, start) if text[start:position].lstrip().startswith("#") else position


def _removed(text: str, parents: Sequence[yaml.Node], path: KeyPath) -> str:
    """The text without a part, and without parents that held nothing else."""
    while len(parents) > 2 and len(parents[-2].value) == 1:
        parents, path = parents[:-1], path[:-1]
    node, parent = parents[-1], parents[-2]
    children = [child if isinstance(child, tuple) else (child, child) for child in parent.value]
    index = next(index for index, (_, value) in enumerate(children) if value is node)
    start, end = children[index][0].start_mark.index, _end(text, node)
    if _is_flow(parent):
        if index + 1 < len(children):
            return text[:start] + text[children[index + 1][0].start_mark.index :]
        return text[: _end(text, children[index - 1][1])] + text[end:] if index else text[:start] + text[end:]
    begins = _line_start(text, start)
    if text[begins:start].strip(" ") not in ("", "-") or (text[begins:start].strip() and not isinstance(path[-1], int)):
        raise ValueError(path)
    return text[:begins] + text[_line_after(text, end) :]


def _listed(text: str, node: yaml.SequenceNode, old: Sequence[object], new: Sequence[Value]) -> str:
    """The text with new items in a list; lines of items that stay are unchanged, with the comments between them."""
    if not old or not new:
        raise ValueError(new)
    codes = SequenceMatcher(None, list(map(str, old)), list(map(str, new)), autojunk=False).get_opcodes()
    kept = [item for tag, first, last, *_ in codes if tag == "equal" for item in node.value[first:last]]
    for tag, first, last, new_first, new_last in reversed(codes):
        if tag == "equal":
            continue
        items = new[new_first:new_last]
        splice = _between_brackets if _is_flow(node) else _on_lines
        text = splice(text, node, slice(first, last), items, _style(kept))
    return text


def _between_brackets(
    text: str, node: yaml.SequenceNode, gone: slice, items: Sequence[Value], style: str | None
) -> str:
    spans = [(item.start_mark.index, _end(text, item)) for item in node.value]
    written = ", ".join(flow(item, style) for item in items)
    if items and gone.start < gone.stop:
        return text[: spans[gone.start][0]] + written + text[spans[gone.stop - 1][1] :]
    if items:
        if gone.start:
            end = spans[gone.start - 1][1]
            return f"{text[:end]}, {written}{text[end:]}"
        return f"{text[: spans[0][0]]}{written}, {text[spans[0][0] :]}"
    if gone.stop < len(spans):
        return text[: spans[gone.start][0]] + text[spans[gone.stop][0] :]
    return text[: spans[gone.start - 1][1]] + text[spans[-1][1] :]


def _on_lines(text: str, node: yaml.SequenceNode, gone: slice, items: Sequence[Value], style: str | None) -> str:
    spans = [(_line_start(text, item.start_mark.index), _line_after(text, _end(text, item))) for item in node.value]
    position = spans[gone.start - 1][1] if gone.start and gone.start == gone.stop else spans[gone.start % len(spans)][0]
    for start, end in reversed(spans[gone]):
        text = text[:start] + text[end:]
    return _inserted(text, position, (item_line(item, _column(node), style) for item in items))


def _expected(data: Any, path: KeyPath, value: Value | None) -> Any:
    """The data that the file must contain afterwards."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    step = key_of(data, step)
    held = data[int(step)] if isinstance(data, list) and int(step) < len(data) else None
    if isinstance(data, dict):
        held = data.get(step)
    inner = _expected(held, rest, value)
    emptied = inner is None or (value is None and inner in ({}, []))
    if data is None:
        data = [] if isinstance(step, int) else {}
    if isinstance(data, dict):
        data.pop(step, None) if emptied else data.update({step: inner})
    elif emptied:
        del data[int(step)]
    elif int(step) < len(data):
        data[int(step)] = inner
    else:
        data.append(inner)
    return data


def _root(text: str) -> yaml.Node:
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is None:
        raise CannotEditError(())
    return node


def _descend(node: yaml.Node, path: KeyPath) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key and value at a path."""
    found: tuple[yaml.Node | None, yaml.Node] | None = (None, node)
    for step in path:
        found = _child(found[1], step) if found else None
    return found


def _child(node: yaml.Node, step: Step) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key and value of a step from a node."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    if isinstance(step, str):
        ids = (_child(item, "id") for item in node.value)
        return next(
            ((None, item) for item, found in zip(node.value, ids, strict=True) if found and found[1].value == step),
            None,
        )
    return (None, node.value[step]) if step < len(node.value) else None


def _value(child: yaml.Node | tuple[yaml.Node, yaml.Node]) -> yaml.Node:
    return child[1] if isinstance(child, tuple) else child


def _end(text: str, node: yaml.Node) -> int:
    """Where the last character of a part is; for some parts the parser gives the start of the next."""
    if isinstance(node, yaml.CollectionNode) and not _is_flow(node) and node.value:
        return _end(text, _value(node.value[-1]))
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_STYLES:
        return int(start + len(text[start:end].rstrip()))
    return int(end)


def _is_flow(node: yaml.Node) -> TypeGuard[yaml.CollectionNode]:
    """Whether a part is written in brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _style(items: Sequence[yaml.Node]) -> str | None:
    """The quotes of most items; None if most have none."""
    styles = Counter(item.style for item in items if isinstance(item, yaml.ScalarNode))
    return next((style for style, _ in styles.most_common(1) if style in ("'", '"')), None)


def _column(node: yaml.Node) -> int:
    return int(node.start_mark.column)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_after(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
