"""Machine code from LLVM's assembly, by llvmlite, which the optional extra `fast` brings.

llvmlite is the compiler of numba. We write the assembly ourselves: numba needs 1.6 s to come to it from Python.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Sequence
from typing import Any

MISSING = 'fast=True needs the optional extra "fast": pip install "ravine[fast]"'


def function(source: str, name: str, takes: Sequence[Any]) -> Callable[..., None]:
    """A function of a module that takes C types and returns nothing; the interpreter's lock is free while it runs.

    Raises ValueError where there is no compiler.
    """
    llvm, machine = binding(), _machine()
    module = llvm.parse_assembly(source)
    tuning = llvm.create_pipeline_tuning_options(speed_level=2)
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    code = ctypes.CFUNCTYPE(None, *takes)(engine.get_function_address(name))

    def run(*given: Any, engine: Any = engine) -> None:  # the code lives as long as its engine
        code(*given)

    return run


@functools.cache
def binding() -> Any:
    """The compiler. Raises ValueError, saying what to install, where there is none."""
    try:
        import llvmlite.binding as llvm
    except ImportError:
        raise ValueError(MISSING) from None
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm


def _machine() -> Any:
    """This very processor, for one engine, which will own it.

    Nothing here lets LLVM reorder or contract arithmetic: its bits are those of NumPy.
    """
    llvm = binding()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3)
