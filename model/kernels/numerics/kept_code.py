"""Machine code kept between processes, under a name made from all that it depends on.

numba's own cache asks only for the time and the text of the file that a function stands in. It would run
old code where a constant or a function from another file, which the compiler has built in, has changed. Here
the name of a kept file is a digest of the function's byte code, of the values of the constants that it reads,
of the functions that it calls, of the types of its arguments, of the compiler's versions and of the CPU: code
that has changed is never found, in whatever folder, and an edit compiles anew only what depends on it.
"""

from __future__ import annotations

import contextlib
import dis
import hashlib
import multiprocessing
import os
import pickle
import platform
import sys
import uuid
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import llvmlite
import numba
import numpy as np
from numba.core import types
from numba.core.compiler import CompileResult
from numba.core.dispatcher import Dispatcher
from numba.core.serialize import dumps
from numba.misc.appdirs import AppDirs

VERSIONS = platform.python_version(), numba.__version__, llvmlite.__version__, np.__version__
OPTIONS = "OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE", "BOUNDSCHECK", "DEBUGINFO_DEFAULT"
"""Settings of numba as a whole that a user may make in the environment, and that alter the code."""
COMPILER = "builtins", "math", "numpy"
"""Where the names live of which the versions tell all."""
CHECK_BYTES = 16


class UnknownError(Exception):
    """What a function depends on cannot be told: its machine code is not kept."""


class KeptCode:
    """A compiled function's store, with the methods that numba asks of one.

    Code is read from the first of `places` that holds it, and written to the first that takes it.
    """

    def __init__(self, dispatcher: Any) -> None:
        self._dispatcher = dispatcher
        self.cache_path = None

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The function compiled for the signature's types, None where it is not kept whole."""
        target.refresh()
        with contextlib.suppress(UnknownError):
            name = self._name(signature, target.codegen())
            for place in places():
                with contextlib.suppress(OSError):
                    kept = (place / name).read_bytes()
                    check, data = kept[:CHECK_BYTES], kept[CHECK_BYTES:]
                    if check == _check(data):
                        return CompileResult._rebuild(target, *pickle.loads(data))  # type: ignore[no-untyped-call]
        return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep the code compiled for the signature's types; say once where it cannot be kept."""
        if result.lifted or result.library.has_dynamic_globals:
            return
        try:
            name = self._name(signature, result.codegen)
        except UnknownError:
            return
        data = dumps(result._reduce())  # type: ignore[no-untyped-call]
        for place in places():
            with contextlib.suppress(OSError):
                _write(place / name, _check(data) + data)
                return
        _say_that_nothing_is_kept()

    def enable(self) -> None:
        """Nothing: it is always on."""

    disable = flush = enable

    def _name(self, signature: Any, codegen: Any) -> str:
        """File name for a signature on this machine."""
        options = (getattr(numba.config, option, None) for option in OPTIONS)
        machine = *VERSIONS, *options, codegen.magic_tuple()
        parts = *machine, *_of_types(signature), *_of_value(self._dispatcher, set())
        digest = hashlib.blake2b("\n".join(map(repr, parts)).encode(), digest_size=16)
        return f"{self._dispatcher.py_func.__qualname__}-{digest.hexdigest()}.nbc"


@lru_cache(maxsize=1)
def places() -> tuple[Path, ...]:
    """Folders that may hold machine code: that of `NUMBA_CACHE_DIR`, one beside this file, the user's own."""
    chosen = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    own = Path(AppDirs("sovereigns", appauthor=False).user_cache_dir)  # type: ignore[no-untyped-call]
    folders = [Path(chosen, "sovereigns").absolute()] if chosen else []
    return *folders, Path(__file__).parent / "__pycache__", *([own] if own.is_absolute() else [])


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid.uuid4().hex}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _check(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=CHECK_BYTES).digest()


@lru_cache(maxsize=1)
def _say_that_nothing_is_kept() -> None:
    if multiprocessing.parent_process() is None:
        tried = ", ".join(os.fsencode(place).decode(errors="replace") for place in places())
        print(
            f"Machine code cannot be kept in any of {tried}: every process compiles it anew, which takes "
            "about half a minute. Set NUMBA_CACHE_DIR to a folder that can be written.",
            file=sys.stderr,
        )


def _of_function(function: Any, seen: set[Any]) -> Iterator[object]:
    """What the compiler reads of a function: its code, and the values of the names in it."""
    if function in seen:
        yield function.__qualname__
        return
    seen.add(function)
    yield function.__module__, function.__qualname__
    yield from _of_code(function.__code__)
    yield from _of_value(function.__defaults__, seen)
    yield from _of_value(tuple(cell.cell_contents for cell in function.__closure__ or ()), seen)
    for name in sorted(_global_names(function.__code__)):
        if name in function.__globals__:
            yield name
            yield from _of_value(function.__globals__[name], seen)


def _of_code(code: CodeType) -> Iterator[object]:
    yield code.co_code, code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars
    yield code.co_flags, code.co_argcount, code.co_exceptiontable
    for constant in code.co_consts:
        yield from _of_code(constant) if isinstance(constant, CodeType) else _of_value(constant, set())


@lru_cache(maxsize=1024)
def _global_names(code: CodeType) -> set[str]:
    names = {
        step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    return names.union(*(_global_names(part) for part in code.co_consts if isinstance(part, CodeType)))


def _of_value(value: Any, seen: set[Any]) -> Iterator[object]:
    """What the compiler builds in for a value; raises UnknownError for a kind that has no digest here."""
    yield type(value).__qualname__
    match value:
        case Dispatcher():
            yield sorted(value.targetoptions.items())
            yield from _of_function(value.py_func, seen)
        case None | bool() | int() | float() | complex() | str() | bytes():
            yield value
        case np.generic() | np.ndarray() if not value.dtype.hasobject:
            yield value.dtype.descr, value.shape, value.tobytes()
        case tuple():
            yield len(value)
            for one in value:
                yield from _of_value(one, seen)
        case ModuleType() if _of_the_compiler(value.__name__):
            yield value.__name__
        case type() if hasattr(value, "_fields"):
            yield value.__qualname__, value._fields
        case type() | BuiltinFunctionType() | FunctionType() if _of_the_compiler(value.__module__):
            yield value.__module__, value.__qualname__
        case np.ufunc():
            yield value.__name__
        case _:
            raise UnknownError


def _of_the_compiler(module: str | None) -> bool:
    return module is not None and module.split(".")[0] in COMPILER


def _of_types(signature: Any) -> Iterator[object]:
    """The types of the arguments, with the fields of those that have a name each."""
    for one in signature:
        match one:
            case types.Number() | types.Boolean() | types.NoneType() | types.UnicodeType() | types.Omitted():
                yield repr(one)
            case types.Array() if isinstance(one.dtype, types.Number | types.Boolean):
                yield repr(one)
            case types.BaseTuple():
                yield repr(one), getattr(one, "fields", ())
                yield from _of_types(one.types)  # type: ignore[attr-defined]
            case _:
                raise UnknownError
