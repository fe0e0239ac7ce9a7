"""Machine code of compiled models as files, so that what one process compiled no other on the machine compiles again.

nutpie's two functions refuse numba's own cache, since each compilation names its data anew; but nothing in them hangs
on the process. What numba's cache keeps of a function is kept here: its object code, and the constants of the functions
compiled into it, without which every call fails. Whatever is odd about a file, the model is compiled again.
"""

import ctypes
import hashlib
import os
import pickle
import platform
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from consilience import user_cache

# Counted up when files are written otherwise.
_FORMAT = 2
_PACKAGES = ("numba", "llvmlite", "pytensor", "pymc", "nutpie", "numpy", "scipy")
_STARTED = time.time()
_FUNCTIONS = ("compiled_logp_func", "compiled_expand_func")
# What constants may be: anything else may name code that only PyTensor has.
_PLAIN = (np.dtype, str, bytes, int, float, complex, bool, type(None))


class DoubtfulCodeError(Exception):
    """A file of machine code is not what it should be, or a function cannot be kept as one."""


type Contents = dict[str, Any]


@dataclass(frozen=True)
class Function:
    """A function loaded from its machine code.

    Attributes
    ----------
    address : int
        Where it can be called.
    held : object
        What must live as long as the function.
    """

    address: int
    held: object


class Variable:
    """Stands for a shared variable of a model's graph: nutpie asks for its name and rank."""

    def __init__(self, name: str, ndim: int) -> None:
        self.name, self.ndim = name, ndim


def folder() -> Path:
    """Where machine code is kept."""
    return user_cache.folder("machine-code")


def file_of(name: str, sources: Iterable[Path], described: object) -> Path:
    """The file of a model's machine code, named after everything that the code depends on.

    Parameters
    ----------
    name : str
        The model.
    sources : iterable of Path
        Files that say what is compiled.
    described : object
        Sizes, ranks and types of its data; told apart by their ``repr``.

    Returns
    -------
    Path
        Whether or not there is one.
    """
    settings = {key: value for key, value in os.environ.items() if key.startswith(("NUMBA_", "PYTENSOR_FLAGS"))}
    on = _FORMAT, described, sorted(settings.items()), _machine(), _digest(tuple(sorted(sources)))
    return folder() / f"{name}-{hashlib.sha256(repr(on).encode()).hexdigest()[:40]}.code"


# Once, since what is compiled is what was imported.
@cache
def _digest(sources: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _machine() -> tuple[object, ...]:
    """What code is compiled by and for; the processor as the index of numba's own cache has it."""
    from numba.core.registry import cpu_target

    processor = cpu_target.target_context.codegen().magic_tuple()
    return platform.python_version(), platform.python_implementation(), [version(name) for name in _PACKAGES], processor


def write(file: Path, sources: Iterable[Path], contents: Contents) -> None:
    """Keep machine code, whole or not at all: a folder that is full or cannot be written to keeps none.

    Parameters
    ----------
    file : Path
        Given by :func:`file_of`.
    sources : iterable of Path
        As given to it. What changed while this process ran is not what was compiled, and is not kept.
    contents : dict
        Given by :func:`contents_of`.
    """
    with suppress(OSError):
        if any(source.stat().st_mtime > _STARTED for source in sources):
            return
        user_cache.keep(file, pickle.dumps(contents))


def contents_of(model: Any) -> Contents:
    """What is kept of a compiled model.

    Parameters
    ----------
    model : nutpie compiled model
        Just compiled.

    Returns
    -------
    dict

    Raises
    ------
    DoubtfulCodeError
        If its code would not run in another process.
    """
    variables = model.shared_var_keys
    return {
        "functions": {name: _function_contents(getattr(model, name)) for name in _FUNCTIONS},
        "variables": [(each.name, each.ndim, key, model.shared_data[key].dtype) for each, key in variables.items()],
        "coords": {name: list(values) for name, values in model.coords.items()},
        "fields": {
            "dims": {name: tuple(dims) for name, dims in model.dims.items()},
            "reparameterized_names": list(model.reparameterized_names),
            "n_expanded": int(model.n_expanded),
            "shape_info": tuple(list(part) for part in model.shape_info),
            "_n_dim": int(model.n_dim),
            "_shapes": dict(model.shapes),
        },
    }


def _function_contents(function: Any) -> tuple[str, bytes, list[str], list[tuple[str, list[Any]]]]:
    from numba.core.environment import lookup_environment

    library = function._library
    if library.has_dynamic_globals:
        raise DoubtfulCodeError(f"{function.native_name} holds addresses of this process")
    module = library._final_module
    outside = [each.name for each in (*module.functions, *module.global_variables) if each.is_declaration]
    environments = []
    for name in (each.name for each in module.global_variables):
        if name.startswith("_ZN08NumbaEnv"):
            found = lookup_environment(name)  # type: ignore[no-untyped-call]
            constants = [] if found is None else list(found.consts)
            if not all(isinstance(constant, _PLAIN) for constant in constants):
                raise DoubtfulCodeError(f"{name} has constants that cannot be kept")
            environments.append((name, constants))
    code = library._get_compiled_object()
    return function.native_name, code, [each for each in outside if not each.startswith("llvm.")], environments


def read(file: Path) -> Contents:
    """What a file keeps.

    Parameters
    ----------
    file : Path
        Given by :func:`file_of`.

    Returns
    -------
    dict

    Raises
    ------
    DoubtfulCodeError
        If the file is not there, not its owner's alone, or damaged.
    """
    try:
        return dict(pickle.loads(user_cache.kept(file)))
    except user_cache.DoubtfulFileError as failure:
        raise DoubtfulCodeError(str(failure)) from failure


def model_of(contents: Contents) -> Any:
    """The model whose machine code was kept, to be run.

    Parameters
    ----------
    contents : dict
        Given by :func:`contents_of` or :func:`read`.

    Returns
    -------
    nutpie compiled model
        It holds no data and knows no initial point.

    Raises
    ------
    DoubtfulCodeError
        If the code needs what is not there.
    """
    import pandas as pd

    from consilience.sampling.nutpie_import import nutpie

    variables = {Variable(name, ndim): key for name, ndim, key, _ in contents["variables"]}
    data = {key: np.zeros((0,) * ndim, dtype) for _, ndim, key, dtype in contents["variables"]}
    return nutpie.compile_pymc.CompiledPyMCModel(
        **{name: _function(*contents["functions"][name]) for name in _FUNCTIONS},
        **contents["fields"],
        _coords={name: pd.Index(values) for name, values in contents["coords"].items()},
        initial_point_func=_no_initial_point,
        shared_data=data,
        shared_var_keys=variables,
        user_data=nutpie.compile_pymc.make_user_data(variables, data),
        logp_func=None,
        expand_func=None,
    )


def _no_initial_point(seed: int) -> np.ndarray:
    raise NotImplementedError("initial points are those of a study, and machine code holds none")


def _function(
    name: str, code: bytes, outside: Iterable[str], environments: Iterable[tuple[str, list[Any]]]
) -> Function:
    import llvmlite.binding as llvm
    from numba.core.environment import Environment
    from numba.core.registry import cpu_target
    from numba.core.runtime.nrt import rtsys

    rtsys.initialize(cpu_target.target_context)
    # LLVM ends the process where it looks for a name in vain.
    if missing := [each for each in outside if llvm.address_of_symbol(each) is None]:
        raise DoubtfulCodeError(f"nothing here is called {missing[0]}")
    target = llvm.Target.from_triple(llvm.get_process_triple())
    # By itself: beside other code, functions of one name are linked to whichever came first, and the last digits of an
    # answer would hang on what else was compiled in the process.
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target.create_target_machine(codemodel="jitdefault"))
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    held: list[Any] = [engine]
    for environment, constants in environments:
        # Globals serve code that was compiled to call Python, which brings its own.
        restored = Environment({})
        restored.env_name, restored.consts[:] = environment, constants
        ctypes.c_void_p.from_address(engine.get_global_value_address(environment)).value = id(restored)
        held.append(restored)
    return Function(engine.get_function_address(name), held)


def works(model: Any, point: np.ndarray) -> bool:
    """Whether a model's functions can be called. To be asked before a loaded model is sampled.

    The first call finds the linear algebra that the code uses, for which it may import; better here than in the
    sampler's threads.

    Parameters
    ----------
    model : nutpie compiled model
        Holding data.
    point : ndarray of shape (parameters,)
        Unconstrained.

    Returns
    -------
    bool
    """
    point, gradient, expanded = (
        np.array(array, dtype="float64") for array in (point, point, np.empty(model.n_expanded))
    )
    log_density = np.zeros(1)
    arrays = [array.ctypes.data for array in (point, gradient, log_density)]
    size, data = ctypes.c_uint64, model.user_data.ctypes.data
    logp = _callable(model.compiled_logp_func, size)(point.size, *arrays, data)
    expand = _callable(model.compiled_expand_func, size, size)(
        point.size, expanded.size, arrays[0], expanded.ctypes.data, data
    )
    # Other numbers say that the density is not finite there, which is no fault of the code.
    return logp not in (-1, 1) and expand == 0


def _callable(function: Function, *sizes: type) -> Callable[..., int]:
    pointers = [ctypes.c_void_p] * (5 - len(sizes))
    return ctypes.CFUNCTYPE(ctypes.c_int64, *sizes, *pointers)(function.address)
