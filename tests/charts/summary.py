"""A chart's specification as a page to read: a change shows in the diff as what it is, and the digest misses none."""

import hashlib
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

type Spec = Mapping[str, Any]

# What places a mark or says something with it; of the rest the digest tells.
LOOKS = ("fill", "stroke", "strokeDash", "strokeWidth", "opacity", "size", "fontSize", "fontWeight", "align", "angle")
WIDTH = 118


def summary(spec: Spec) -> str:
    """What a chart shows, in under 120 lines: words, axes, layers and data, and a digest of the whole specification."""
    layers = list(_layers(spec))
    names = {name: f"d{place}" for place, name in enumerate(_used(layers, spec.get("datasets", {})), 1)}
    size = " × ".join(_number(spec.get(side, "of its parts")) for side in ("width", "height"))
    lines = [
        f"size      {size}",
        *_words("title", spec.get("title", {}).get("text", "")),
        *_words("subtitle", spec.get("title", {}).get("subtitle", "")),
        *_words("told", spec.get("description", "")),
        f"theme     {_digest(spec.get('config', {}))}",
        *_section("axes", _axes(layers)),
        *_section("layers", _layer_lines(layers, names)),
        *_section("data", (line for name, short in names.items() for line in _data(short, spec["datasets"][name]))),
        "",
        f"digest    {_digest(spec)}",
    ]
    return "\n".join(lines) + "\n"


def _section(name: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return ["", name, *found] if found else []


def _digest(part: Any) -> str:
    text = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _number(value: Any) -> str:
    return f"{value:.5g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _words(name: str, said: str | Sequence[str]) -> Iterator[str]:
    lines = [said] if isinstance(said, str) else said
    for place, line in enumerate(part for each in lines for part in textwrap.wrap(each, WIDTH - 10)):
        yield f"{'' if place else name:<10}{line}"


def _layers(spec: Spec, above: Spec | None = None) -> Iterator[dict[str, Any]]:
    """Every mark that is drawn, with the data and encodings that it has from the layers around it."""
    inherited = {"data": {}, "encoding": {}} | dict(above or {})
    own = {
        "data": spec.get("data", inherited["data"]),
        "encoding": {**inherited["encoding"], **spec.get("encoding", {})},
    }
    if "mark" in spec:
        mark = spec["mark"]
        yield own | {
            "mark": {"type": mark} if isinstance(mark, str) else mark,
            "transform": spec.get("transform", []),
        }
    for kind in ("layer", "hconcat", "vconcat", "concat"):
        for part in spec.get(kind, []):
            yield from _layers(part, own)
    if isinstance(spec.get("spec"), Mapping):
        yield from _layers(spec["spec"], own)


def _used(layers: Sequence[Spec], datasets: Mapping[str, Any]) -> list[str]:
    named = dict.fromkeys(layer["data"].get("name") for layer in layers)
    return [name for name in [*named, *(name for name in datasets if name not in named)] if name in datasets]


def _axes(layers: Sequence[Spec]) -> Iterator[str]:
    found: dict[str, None] = {}
    for layer in layers:
        for channel, encoded in layer["encoding"].items():
            if isinstance(encoded, Mapping) and encoded.get("axis"):
                axis, domain = encoded["axis"], (encoded.get("scale") or {}).get("domain")
                parts = [f"{channel} {encoded.get('field', '')}"]
                parts += [f"from {_number(domain[0])} to {_number(domain[-1])}"] if isinstance(domain, list) else []
                parts += [f"“{axis['title']}”"] if axis.get("title") else []
                parts += [f"ticks {_ticks(axis)}"]
                found["; ".join(parts)] = None
    for line in found:
        yield from textwrap.wrap(line, WIDTH, initial_indent="  ", subsequent_indent="      ")


def _ticks(axis: Spec) -> str:
    labels = axis.get("labelExpr", "")
    if labels.startswith("{"):
        # {'k-45951':['1%'],…}[…]: the texts, each of one or more lines.
        texts = labels.partition("}")[0].split("[")[1:]
        return " · ".join(text.partition("]")[0].replace("'", "").replace(",", "/") for text in texts)
    return " · ".join(map(_number, axis.get("values", []))) or "of the library"


def _layer_lines(layers: Sequence[Spec], names: Mapping[str, str]) -> Iterator[str]:
    described = (_layer(layer, names) for layer in layers)
    for line, same in groupby(described):
        times = len(list(same))
        whole = f"{line} (twice)" if times == 2 else f"{line} ({times} times)" if times > 2 else line
        yield from textwrap.wrap(whole, WIDTH, initial_indent="  ", subsequent_indent="         ")


def _layer(layer: Spec, names: Mapping[str, str]) -> str:
    mark, data = layer["mark"], layer["data"].get("name", "")
    encoded = " ".join(f"{channel}={_channel(value)}" for channel, value in layer["encoding"].items())
    look = ", ".join(f"{name} {_number(mark[name])}" for name in LOOKS if name in mark)
    kept = "".join(f" where {step['filter']}" for step in layer["transform"] if isinstance(step.get("filter"), str))
    return f"{mark['type']:<6} {names.get(data, '-'):<3} {encoded}{kept}{f'  [{look}]' if look else ''}"


def _channel(encoded: Any) -> str:
    if isinstance(encoded, list):
        return "+".join(map(_channel, encoded))
    if "condition" in encoded:
        return "by condition"
    return str(encoded.get("field", _number(encoded.get("value", encoded.get("datum", "?")))))


def _data(short: str, rows: Sequence[Spec]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    head = f"  {short:<4}{len(rows)} {'row' if len(rows) == 1 else 'rows'}: "
    told = "; ".join(f"{name} {_column([row.get(name) for row in rows])}" for name in columns)
    yield from textwrap.wrap(head + told, WIDTH, subsequent_indent=" " * 6, max_lines=6, placeholder=" …")


def _column(values: Sequence[Any]) -> str:
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if numbers and len(numbers) == len([value for value in values if value is not None]):
        low, high = min(numbers), max(numbers)
        return _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    distinct = list(dict.fromkeys(map(_said, values)))
    return " · ".join(distinct[:8]) + (f" · {len(distinct) - 8} more" if len(distinct) > 8 else "")


def _said(value: Any) -> str:
    text = " / ".join(map(str, value)) if isinstance(value, list) else str(value)
    return textwrap.shorten(text, 60, placeholder=" …") or "“”"
