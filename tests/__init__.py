"""A core each for the workers of a run: threads of BLAS would wait for one another on matrices of any size here."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
