"""Which model a fit is of, its model alone knows: no room outside ``models`` asks for it.

What differs between models is a method of the model (``models/base.py``) or a class of the face, found by the
model's name in one table.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import consilience
from consilience.api.fits import FITS
from consilience.models.registry import MODELS

SOURCES = Path(consilience.__file__).parent
NAMES = {model.name for model in MODELS}
# Classes whose objects tell of one model.
CLASSES = {kind.__name__ for kind in FITS.values()} | {type(model).__name__ for model in MODELS}
CLASSES |= {name.removesuffix("Fit") + "Figures" for name in CLASSES if name.endswith("Fit")}
# What has a model, or is one's name.
TELLING = {"model", "name", "model_name"}


def constants(node: ast.AST) -> set[object]:
    return {found.value for found in ast.walk(node) if isinstance(found, ast.Constant)}


def tells(node: ast.AST) -> bool:
    """Whether an expression is the model of something, or a name."""
    return any(
        (isinstance(found, ast.Attribute) and found.attr in TELLING)
        or (isinstance(found, ast.Name) and found.id in TELLING)
        or (isinstance(found, ast.Constant) and found.value == "model")
        for found in ast.walk(node)
    )


def classes(node: ast.AST) -> set[str]:
    named = {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}
    return (named | {found.attr for found in ast.walk(node) if isinstance(found, ast.Attribute)}) & CLASSES


def compares(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    of_names = any(constants(side) & NAMES for side in sides) and any(map(tells, sides))
    # ``type(fit) is CruxFit``, ``model in (Cruxes(),)``.
    return of_names or any(map(classes, sides))


def matches(node: ast.Match) -> bool:
    patterns = [case.pattern for case in node.cases]
    of_names = tells(node.subject) and any(constants(pattern) & NAMES for pattern in patterns)
    return of_names or any(
        classes(found.cls) for pattern in patterns for found in ast.walk(pattern) if isinstance(found, ast.MatchClass)
    )


def calls(node: ast.Call) -> bool:
    """``isinstance(fit, CruxFit)``, ``issubclass``, ``name.startswith("crux")`` are all one question."""
    asked = node.func.id if isinstance(node.func, ast.Name) else ""
    if asked in ("isinstance", "issubclass"):
        return any(classes(argument) for argument in node.args[1:])
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("startswith", "endswith", "__eq__"):
        return tells(node.func.value) and any(constants(argument) & NAMES for argument in node.args)
    return False


def questions(source: str) -> Iterator[int]:
    """Lines at which a source asks which model something is of."""
    tests = {ast.Compare: compares, ast.Match: matches, ast.Call: calls}
    for node in ast.walk(ast.parse(source)):
        if type(node) in tests and tests[type(node)](node):
            yield node.lineno


def test_no_room_but_that_of_the_models_asks_for_a_kind() -> None:
    found = [
        f"{file.relative_to(SOURCES)}:{line}"
        for file in sorted(SOURCES.rglob("*.py"))
        if file.relative_to(SOURCES).parts[0] != "models"
        for line in questions(file.read_text("utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        'fit.model.name == "cruxes"',
        'if fit.model != "consensus": pass',
        'fit.provenance["model"] == "factors"',
        'x = 1 if "cruxes" == model.name else 2',
        'fit.model.name in ("factors", "cruxes")',
        'name = fit.model.name\nname in {"cruxes"}',
        "isinstance(fit, CruxFit)",
        "isinstance(fit.model, (Factors, Cruxes))",
        "isinstance(fit, fits.FactorFit)",
        "isinstance(figures, FactorFigures)",
        "type(fit) is ConsensusFit",
        "issubclass(kind, CruxFit)",
        'match fit.model.name:\n    case "cruxes":\n        pass',
        "match fit:\n    case CruxFit():\n        pass",
        'fit.model.name.startswith("factors")',
    ],
)
def test_a_question_for_the_kind_is_seen(source: str) -> None:
    assert list(questions(source))


@pytest.mark.parametrize(
    "source",
    [
        'FITS = {"consensus": ConsensusFit, "factors": FactorFit}',
        "kind = FITS.get(fit.model.name, StudyFit)",
        'row["family"] == "consensus"',
        'records(frame, COLUMNS, what="factors")',
        "isinstance(fit.model, StudyModel)",
        'for key in ("given", "parents", "cruxes"): pass',
        "def with_it(fit: CruxFit) -> FactorFit: ...",
    ],
)
def test_what_asks_nothing_is_let(source: str) -> None:
    assert not list(questions(source))
