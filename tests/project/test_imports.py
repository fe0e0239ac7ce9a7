"""What importing loads, which layer may import which, and what the package offers by name."""

import json
import subprocess
import sys
from pathlib import Path

import consilience

ROOT = Path(__file__).parents[2]

SAMPLERS = {"arviz", "arviz_base", "arviz_stats", "numba", "nutpie", "pymc", "pytensor"}
HEAVY = SAMPLERS | {
    "altair",
    "pandas",
    "pyarrow",
    "pydantic",
    "rich",
    "scipy",
    "typer",
    "vl_convert",
    "xarray",
}


def loaded_by(statement: str) -> set[str]:
    """Run the statement in a fresh process: the top-level packages that it loaded."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {module.partition(".")[0] for module in json.loads(done.stdout)}


# No clock: a busy machine would fail it. These packages are what takes half a second and more.
def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded_by("import consilience") & HEAVY


def test_importing_the_command_line_loads_only_its_own_tools() -> None:
    assert not loaded_by("import consilience.cli") & (HEAVY - {"typer", "rich"})


def test_the_heavy_names_are_seen_when_they_are_loaded() -> None:
    assert {"scipy", "pandas"} <= loaded_by("import scipy.special, pandas")


def test_every_public_name_is_there_once() -> None:
    names = consilience.__all__
    assert names
    assert len(names) == len(set(names))
    assert not [name for name in names if getattr(consilience, name, None) is None]
    assert set(names) <= set(dir(consilience)), "dir() must show what is loaded on first use too"


def test_each_layer_imports_only_from_those_before_it() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
