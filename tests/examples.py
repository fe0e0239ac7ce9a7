"""How many examples a property test tries: in CI all, while somebody waits a third, always the same ones."""

import os

SHARE = 1 if os.environ.get("CI") else 3


def examples(whole: int) -> int:
    """Of so many in CI."""
    return max(1, whole // SHARE)
