"""What axe-core finds wrong with a page for those who hear it, use its keys or see little contrast."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# What depends on colours: of the same elements in another theme, nothing else is other.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def faults(page: Page, **options: Any) -> list[tuple[str, str, list[str]]]:
    """Name, gravity and elements of each fault.

    Parameters
    ----------
    page : Page
    **options
        Of ``axe.run``.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked = {"resultTypes": ["violations"], **options}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", asked)
    return [(fault["id"], fault["impact"], [node["html"] for node in fault["nodes"]]) for fault in found]
