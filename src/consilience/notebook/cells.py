"""Whether there are cells at all."""

import sys
from typing import Any


def kernel_shell() -> Any:
    """Find the IPython shell of the kernel that runs the cells, ``None`` outside a notebook.

    Returns
    -------
    ipykernel.zmqshell.ZMQInteractiveShell or None
    """
    # Asked without importing IPython: where it has not been imported there is no notebook.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if hasattr(shell, "kernel") else None
