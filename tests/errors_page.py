"""The page of all errors, made from the source: every place that makes one, with its message."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple, TypeAlias

import alsstats
from alsstats import errors

ROOT = Path(alsstats.__file__).parent
PAGE = ROOT / "errors.md"
HEAD = """# Errors

All that `alsstats` refuses to do, by kind and by module: written from the source by
`python -m tests.outputs`, and compared by the tests. What stands in braces is filled in. What a
kind means, and what to do, says `alsstats explain KIND`; the findings of `alsstats check` have
names of their own, which `alsstats explain` lists.

```
{tree}
```
"""


Returns: TypeAlias = "dict[str, list[ast.expr]]"  # a function -> the texts it may return


class Refusal(NamedTuple):
    """A place that makes an error: its module, the name of its class, and the parts of it."""

    module: str
    kind: str
    what: str
    why: str
    fix: str


@cache
def refusals() -> tuple[Refusal, ...]:
    """Return every call that makes an error, in the order of the source."""
    return tuple(_refusals())


def _refusals() -> Iterator[Refusal]:
    trees = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
    }
    kinds = _kinds(trees)
    for module, tree in trees.items():
        if module == "errors.py":
            continue
        returns = _returns(tree)
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            kind = kinds.get(call.func.id if isinstance(call.func, ast.Name) else "")
            handed_on = any(keyword.arg is None for keyword in call.keywords)  # made elsewhere
            if kind and not handed_on:
                yield _refusal(module, kind, call, returns)


def _kinds(trees: dict[str, ast.Module]) -> dict[str, str]:
    """Return every class of errors with that of the tree that it belongs to."""
    kinds = {kind.__name__: kind.__name__ for kind in errors.AlsstatsError.__subclasses__()}
    for tree in trees.values():
        for node in ast.walk(tree):
            bases = [base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)]
            if isinstance(node, ast.ClassDef) and set(bases) & kinds.keys():
                kinds.setdefault(node.name, kinds[bases[0]])
    return kinds


def _returns(tree: ast.Module) -> Returns:
    """Return what each function of a module may return, where that is a text."""
    return {
        node.name: [
            held.value
            for held in ast.walk(node)
            if isinstance(held, ast.Return) and held.value and _is_text(held.value)
        ]
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def _refusal(module: str, kind: str, call: ast.Call, returns: Returns) -> Refusal:
    """Take a call apart; a message may come behind other arguments, as it does in a subclass."""
    said = {keyword.arg: keyword.value for keyword in call.keywords}
    what = said.get("what") or next(filter(_is_text, call.args[::-1]), call.args[0])
    parts = [_text(said[name], returns) if name in said else "" for name in ("why", "fix")]
    return Refusal(module, kind, _text(what, returns), *parts)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)


def _text(node: ast.expr, returns: Returns) -> str:
    """Return a text of the source as it is shown, with placeholders for what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name | ast.Attribute):
        return f"{{{getattr(node, 'id', '') or getattr(node, 'attr', '')}}}"
    if isinstance(node, ast.Call):
        return _filled_in(node, returns)
    parts = [_text(part, returns) for part in _parts(node)]
    either = [part for part in parts if part] if isinstance(node, ast.IfExp | ast.BoolOp) else []
    return " / ".join(either) or "".join(parts) or "{...}"


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return the expressions that a text is put together from, or chosen from."""
    match node:
        case ast.JoinedStr(values=values) | ast.BoolOp(values=values):
            return values
        case ast.FormattedValue(value=value):
            return [value]
        case ast.BinOp(right=ast.Constant(value=int())):
            return []  # a number
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
    return []


def _filled_in(call: ast.Call, returns: Returns) -> str:
    """Return what a call puts into a text: all that a function of the module may return."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "did_you_mean":
        return ""
    if name == "quote" and call.args:
        return _text(call.args[0], returns)
    others = {key: held for key, held in returns.items() if key != name}
    texts = [_text(value, others) for value in returns.get(name, ())]
    return " / ".join(dict.fromkeys(text for text in texts if text)) or "{...}"


def tree() -> str:
    """Return the drawing at the top of errors.py."""
    return dedent((errors.__doc__ or "").split("::")[1].split("\n\nEvery")[0].strip("\n"))


def page() -> str:
    """Return the page."""
    held = refusals()
    lines = [HEAD.format(tree=tree())]
    for kind in errors.AlsstatsError.__subclasses__():
        lines.append(f"\n## {kind.kind}: exit code {kind.exit_code}\n\n{kind.__doc__}\n")
        mine = [one for one in held if one.kind == kind.__name__]
        for module in dict.fromkeys(one.module for one in mine):
            lines.append(f"\n### {module}\n\n")
            lines += dict.fromkeys(_entry(one) for one in mine if one.module == module)
    return "".join(lines)


def _entry(one: Refusal) -> str:
    parts = [f"- {_plain(one.what)}\n"]
    parts += [f"  - why: {_plain(one.why)}\n"] if one.why else []
    return "".join(parts + ([f"  - do: {_plain(one.fix)}\n"] if one.fix else []))


def _plain(text: str) -> str:
    """Return a text in which Markdown reads no marks."""
    return "".join(f"\\{c}" if c in "\\`*<>|[]" else c for c in text.replace("\n", " "))
