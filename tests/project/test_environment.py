"""pyproject.toml says what is needed; environment.yml and constraints.txt must say the same."""

import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# An extra may ask for another of this project's; that is no package.
REQUIREMENTS = [
    need
    for need in map(Requirement, [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)])
    if need.name != PROJECT["name"]
]

# conda-forge's `playwright` is the JavaScript package.
CONDA_NAMES = {"playwright": "playwright-python"}
# What conda-forge does not have, pip installs there too.
FROM_PIP = {"axe-playwright-python"}

# The registries' hosts, and the options that point an installer at one. Whoever installs chooses their own.
INDEX = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org|conda\.anaconda\.org"
    r"|--(?:extra-)?index-url|--find-links",
    re.IGNORECASE,
)


def pinned() -> dict[str, str]:
    """Read constraints.txt: names to exact versions."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line.split("==") for line in lines if not line.startswith("#")]
    assert all(len(pin) == 2 for pin in pins), "every line of constraints.txt is name==version"
    return {canonicalize_name(name): version for name, version in pins}


def test_environment_yml_asks_for_what_pyproject_asks_for() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    entries = [entry for entry in environment["dependencies"] if isinstance(entry, str) and entry != "pip"]
    asked = {name: SpecifierSet(span) for name, _, span in (entry.partition(" ") for entry in entries)}

    expected = {
        CONDA_NAMES.get(need.name, need.name): need.specifier for need in REQUIREMENTS if need.name not in FROM_PIP
    }
    expected["python"] = SpecifierSet(PROJECT["requires-python"])
    assert asked == expected
    assert len(entries) == len(asked), "a package is named twice"


def test_environment_yml_takes_from_pip_this_checkout_and_what_conda_forge_has_not() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    missing = sorted(str(need) for need in REQUIREMENTS if need.name in FROM_PIP)
    assert environment["dependencies"][-1] == {"pip": [*missing, "-e ."]}


def test_no_range_ends_above() -> None:
    """Which versions were tried together constraints.txt says; a range that ends shuts out those who need newer."""
    assert {str(need): [clause.operator for clause in need.specifier] for need in REQUIREMENTS} == {
        str(need): [">="] for need in REQUIREMENTS
    }


def test_constraints_satisfy_the_range() -> None:
    pins = pinned()
    assert not [need for need in REQUIREMENTS if not need.specifier.contains(pins[canonicalize_name(need.name)])]


def test_constraints_are_in_order_and_do_not_pin_the_project() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line.upper() for line in lines if not line.startswith("#")]
    assert pins == sorted(pins)
    assert len(pins) == len(pinned())
    assert PROJECT["name"] not in pinned()


def test_no_file_names_a_package_index(program: Callable[[str], Path]) -> None:
    listed = subprocess.run(
        [program("git"), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so there is no list of its files")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    naming = {
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in files
        if file.is_file() and file != Path(__file__)
        if (found := INDEX.search(file.read_text("utf-8", errors="ignore")))
    }
    assert not naming
