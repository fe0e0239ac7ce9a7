"""What every widget has: a module in one piece, and outputs that outlive the kernel."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from IPython import display
from traitlets import Unicode

from consilience.api.study import Study
from consilience.notebook.widgets import NoWidgetsError, kit, require_anywidget
from consilience.notebook.widgets.kit import Still, Widget, refused
from tests.builders.hostile import MARKUP
from tests.notebook.widgets.conftest import TOML

FOLDER = Path(kit.__file__).parent
MODULES = sorted(path for path in FOLDER.glob("*.js"))
SHEETS = sorted(path for path in FOLDER.glob("*.css"))


class Probe(Widget, page=("statement", "elicit")):
    said = Unicode("").tag(sync=True)

    def say(self, text: str) -> None:
        if text == "no":
            raise refused("this cannot be said", "say something else", text)
        if text == "disk":
            raise OSError(28, "No space left on device", "a.csv")
        self.said = text

    ACTIONS = {"say": say}  # noqa: RUF012

    def still(self) -> Still:
        return Still('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', f"said: {self.said}")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], str | None]]:
    """Every output: its data, and its display id."""
    kept: list[tuple[dict[str, Any], str | None]] = []
    for name in ("display", "update_display"):
        monkeypatch.setattr(display, name, lambda data, raw, display_id=None: kept.append((data, display_id)))
    return kept


def test_a_widget_and_its_picture_are_two_outputs(shown: list[tuple[dict[str, Any], str | None]]) -> None:
    probe = Probe()
    probe.act({"do": "settled"})
    assert shown == []
    probe._ipython_display_()
    (view, none), (still, place) = shown
    # Who can show a widget shows nothing else of its output, found or not.
    assert set(view) == {kit.VIEW, "text/plain"}
    assert none is None
    assert set(still) == {"text/html", "image/png", "text/plain"}
    assert f'data-consilience-still="{place}"' in still["text/html"]
    probe.act({"do": "settled"})
    assert len(shown) == 2
    probe.act({"do": "say", "text": "5%"})
    probe.act({"do": "settled"})
    ((renewed, again),) = shown[2:]
    assert again == place
    assert renewed["text/plain"] == "said: 5%"


def test_what_is_refused_is_told_and_changes_nothing() -> None:
    probe = Probe()
    probe.act({"do": "say", "text": "5%"})
    probe.act({"do": "say", "text": "no"})
    assert probe.trouble == "error: this cannot be said. To mend it: say something else.\n    no"
    assert probe.said == "5%"
    probe.act({"do": "say", "text": "disk"})
    assert probe.trouble == "a.csv: No space left on device. Nothing was changed."
    probe.act({"do": "say", "text": "6%"})
    assert (probe.trouble, probe.said) == ("", "6%")


def test_a_page_learns_what_was_heard_of_it() -> None:
    probe = Probe()
    probe.act({"do": "say", "turn": {"view": "1", "number": 4}, "text": "5%"})
    probe.act({"do": "say", "turn": {"view": "2", "number": 1}, "text": "no"})
    assert probe.heard == {"1": 4, "2": 1}


def test_texts_of_a_study_stay_texts_in_the_picture(make_study: Callable[..., Study]) -> None:
    name = MARKUP.replace('"', '\\"')
    study = make_study(TOML.replace("Heavy rain", name), a="question,forecaster,date,estimate\n")
    still = study.elicit("rain", MARKUP).still()
    assert "<img" not in still.svg
    assert "&lt;img" in still.svg
    html = study.elicit("rain", MARKUP)._repr_mimebundle_()[0]["text/html"]
    assert html.count("<img") == 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_modules_write_no_html_and_ask_for_nothing(path: Path) -> None:
    source = path.read_text("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "import"):
        assert word not in source
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", source)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_colour_is_a_variable(path: Path) -> None:
    source = path.read_text("utf-8")
    rules = source.partition("color-scheme: dark;\n}")[2] if path.stem == "kit" else source
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", rules)
    assert "url(" not in source
    assert "@import" not in source


def test_light_and_dark_name_the_same_colours() -> None:
    light, dark = re.findall(r"(?s):host[^{]*\{(.*?)\n\}", (FOLDER / "kit.css").read_text("utf-8"))[:2]
    assert set(re.findall(r"--cs-[a-z-]+", light)) == set(re.findall(r"--cs-[a-z-]+", dark))


def test_without_anywidget_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(NoWidgetsError, match=r"pip install 'consilience\[lab\]'"):
        require_anywidget()
