"""The part of Jinja that prompts may use: too small to compute anything, so that a template cannot run away.

It is `{{ text }}`, `{% for one in texts %} {{ loop.index }} {{ one }} {% endfor %}`, `{% if text %}` and
`{{ texts | length }}`. No attribute, call, constant, arithmetic, macro, import or loop in a loop: what a template
prints is at most its values, as often as it names them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import nodes

FILTERS = ("length",)
MAY = "a text's name, a loop over texts, loop.index, an if on a value, and the number of texts by the filter length"


def value_names(tree: "nodes.Template") -> tuple[frozenset[str], frozenset[str]]:
    """The values a template takes: single texts, and sequences of texts. Raises ValueError for what it may not use."""
    from jinja2 import nodes

    for node in _all(tree):
        if not _allowed(node):
            raise ValueError(f"line {node.lineno} of `user` uses {type(node).__name__}; prompts may use {MAY}")
    loops = list(tree.find_all(nodes.For))
    inner = [node for one in loops for part in one.body for node in _all(part) if isinstance(node, nodes.For)]
    if inner:
        raise ValueError(f"line {inner[0].lineno} of `user` has a loop in a loop; prompts may use {MAY}")
    targets = _names(one.target for one in loops)
    lists = _names(one.iter for one in loops) | _names(one.node for one in tree.find_all(nodes.Filter))
    printed = _names(part for output in tree.find_all(nodes.Output) for part in output.nodes)
    twice = (lists & targets) | (lists & printed)
    if twice:
        raise ValueError(f"{', '.join(sorted(twice))} in `user` is used as a sequence and as one text; decide for one")
    return (printed | _names(one.test for one in tree.find_all(nodes.If))) - targets - lists, lists


def _names(found: Iterator["nodes.Node | None"]) -> frozenset[str]:
    from jinja2 import nodes

    return frozenset(one.name for one in found if isinstance(one, nodes.Name))


def _allowed(node: "nodes.Node") -> bool:
    from jinja2 import nodes

    match node:
        case nodes.For():
            plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
            return plain and not (node.recursive or node.test or node.else_)
        case nodes.If():
            return isinstance(node.test, nodes.Name)
        case nodes.Getattr():
            return isinstance(node.node, nodes.Name) and (node.node.name, node.attr) == ("loop", "index")
        case nodes.Filter():
            return node.name in FILTERS and isinstance(node.node, nodes.Name) and not (node.args or node.kwargs)
    return isinstance(node, nodes.Template | nodes.Output | nodes.TemplateData | nodes.Name)


def _all(node: "nodes.Node") -> Iterator["nodes.Node"]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)
