"""A hand-written log density with its derivatives as one PyTensor operation."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
import pytensor.tensor as pt
from pytensor.graph.basic import Apply
from pytensor.graph.op import Op


class KernelOp(Op):
    """Log density whose derivatives are computed with its value, and are further outputs.

    A subclass names its ``kernel``, a numba function of all inputs that returns the value and the derivatives in the
    first ``differentiated`` inputs, each shaped like its input.
    """

    __props__ = ()
    kernel: ClassVar[Callable[..., tuple[Any, ...]]]
    differentiated: ClassVar[int]

    def make_node(self, *inputs: Any) -> Apply:
        """Types of the outputs: the value, and derivatives shaped like their inputs."""
        variables = [pt.as_tensor_variable(value) for value in inputs]
        derivatives = [variable.type() for variable in variables[: self.differentiated]]
        return Apply(self, variables, [pt.dscalar(), *derivatives])

    def perform(self, node: Apply, inputs: list[Any], outputs: list[list[Any]]) -> None:
        """The same kernel called from Python, where a graph is not compiled to numba."""
        scalars_unpacked = [value.item() if np.ndim(value) == 0 else value for value in inputs]
        for output, result in zip(outputs, type(self).kernel(*scalars_unpacked), strict=True):
            output[0] = np.asarray(result)

    def pullback(self, inputs: list[Any], outputs: list[Any], cotangents: list[Any]) -> list[Any]:
        """Vector-Jacobian product: the derivatives were computed with the value; nobody differentiates them again."""
        from pytensor.gradient import disconnected_type

        gradients = [cotangents[0] * output for output in outputs[1:]]
        return gradients + [disconnected_type() for _ in inputs[self.differentiated :]]

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        """Which inputs bear on which outputs, as far as anybody differentiates them."""
        rest = [False] * self.differentiated
        return [[place < self.differentiated, *rest] for place in range(len(node.inputs))]


def kernels_version(*modules: ModuleType | str) -> int:
    """Number under which PyTensor keeps compiled kernels: another one as soon as their source is another.

    numba's own cache is not used: it looks for changes in the file of the function it is asked for, not in those of
    the functions compiled into it.

    Parameters
    ----------
    *modules : module or path
        Where the kernels are written.

    Returns
    -------
    int
    """
    files = [module if isinstance(module, str) else str(module.__file__) for module in modules]
    digest = sha256(b"".join(Path(file).read_bytes() for file in files)).digest()
    return int.from_bytes(digest[:7])
