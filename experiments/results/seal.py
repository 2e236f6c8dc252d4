"""A shard's file says whose it is and what is in it: its plan, its number, and a digest over all its bytes.

All stands in the file's own footer: the file is whole or absent whenever a process is killed, says the same
whoever made it, and needs no manifest to be checked.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

KEY = b"sovereigns"
BLANK = "0" * 64
"""Stands for the digest while it is computed."""


def sealed(table: pa.Table, plan: str, shard: int, name: str) -> bytes:
    """A table as a Parquet file; equal data of one place in one plan give equal bytes.

    Args:
        table: rows of a shard.
        plan: digest of the plan.
        shard: its number.
        name: of the table.
    """
    buffer = io.BytesIO()
    told = f"plan {plan} shard {shard} {name} sha256 "
    plain = table.replace_schema_metadata(None).combine_chunks()
    with pq.ParquetWriter(
        buffer, plain.schema, version="2.6", compression="zstd", store_schema=False
    ) as file:
        file.write_table(plain)
        file.add_key_value_metadata({KEY.decode(): told + BLANK})
    content = buffer.getvalue()
    blank = (told + BLANK).encode()
    return content.replace(blank, (told + hashlib.sha256(content).hexdigest()).encode())


def fault(path: Path, plan: str, shard: int, name: str) -> str:
    """What is wrong with a shard's file, in words; nothing where it is what it should be.

    Args:
        path: the file.
        plan: digest of the plan that it should belong to.
        shard: number that it should have.
        name: table that it should hold.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        content = path.read_bytes()
        told = (pq.read_metadata(io.BytesIO(content)).metadata or {}).get(KEY, b"")
    except FileNotFoundError:
        return "is missing"
    except (pa.ArrowException, OSError) as error:
        if path.is_file() and not isinstance(error, PermissionError):
            return "is damaged (it is no whole Parquet file)"
        raise
    rest, _, digest = told.rpartition(b" ")
    blank = rest + b" " + BLANK.encode()
    if not told or hashlib.sha256(content.replace(told, blank)).hexdigest().encode() != digest:
        return "is damaged (its digest disagrees)"
    if rest.decode() != f"plan {plan} shard {shard} {name} sha256":
        words = rest.decode().split()
        if words[1] != plan:
            return "belongs to another plan"
        return f"is a copy of another file (shard {words[3]}, {words[4]})"
    return ""


def told(path: Path) -> tuple[str, ...]:
    """What a shard's file says of itself: plan, number, table; nothing where it says nothing."""
    try:
        words = (pq.read_metadata(path).metadata or {}).get(KEY, b"").decode().split()
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return ()
    return tuple(words[1:5:2]) + tuple(words[4:5])
