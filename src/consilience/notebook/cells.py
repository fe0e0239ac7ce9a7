"""Whether there are cells at all."""

import sys
from typing import Any


def kernel_shell() -> Any:
    """Find the IPython shell of the kernel that runs the cells, ``None`` outside a notebook.

    Returns
    -------
    ipykernel.zmqshell.ZMQInteractiveShell or None
    """
    shell = shell_of_cells()
    return shell if hasattr(shell, "kernel") else None


def shell_of_cells() -> Any:
    """Find the IPython shell, of a kernel or of a terminal; ``None`` outside of either.

    Returns
    -------
    IPython.core.interactiveshell.InteractiveShell or None
    """
    # Asked without importing IPython: where it has not been imported there is no notebook.
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
