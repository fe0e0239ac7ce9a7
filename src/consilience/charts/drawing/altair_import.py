"""Altair, imported without what its schema checker would build for checks that no chart needs.

Where JupyterLab is installed, jsonschema finds ``rfc3987_syntax`` and lets it build forty grammars of internationalised
addresses: one to four seconds of every run. jsonschema goes without where the package cannot be imported.
"""

import sys

_ADDRESSES = "rfc3987_syntax"

if _ADDRESSES in sys.modules or "jsonschema" in sys.modules:
    import altair as alt
else:
    sys.modules[_ADDRESSES] = None  # type: ignore[assignment]
    try:
        import altair as alt
    finally:
        del sys.modules[_ADDRESSES]

__all__ = ["alt"]
