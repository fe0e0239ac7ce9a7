"""Widgets: one Python class, one ES module and one stylesheet each, and nothing to build."""

from consilience.problems import AskedError


class NoWidgetsError(AskedError, ImportError):
    """What widgets are made of is not installed."""


def require_anywidget() -> None:
    """See to it that there is what widgets are made of.

    Raises
    ------
    NoWidgetsError
        If there is not.
    """
    try:
        import anywidget  # noqa: F401
    except ImportError:
        why = "widgets need the package anywidget, which is not installed"
        raise NoWidgetsError.told(f"{why}. To mend it: pip install 'consilience[lab]'") from None
