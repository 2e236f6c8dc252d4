"""Elementary functions are right to the last bits, and the bits are the same at every SIMD level."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.special import ndtri

from model.kernels import elementary

EDGES = np.array([0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 5e-324, 1e-310, 1.7e308, -745.0, 709.5, 710.0])
PLAIN = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F",
}
DIGEST = """
import hashlib, numpy as np
from model.kernels import elementary as e
x = np.linspace(-30, 30, 20001)
y = abs(x) + 1e-3
def digests(environment: dict[str, str]) -> list[str]:
    run = subprocess.run([sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_bits_are_the_same_at_every_simd_level() -> None:
    ours, of_numpy = digests(dict(os.environ))
    ours_plain, of_numpy_plain = digests(os.environ | PLAIN)
    assert ours_plain == ours
    if of_numpy_plain == of_numpy:
        pytest.skip("switching SIMD off changes nothing here, not even in numpy's own functions")
