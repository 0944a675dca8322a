"""Is this gradient right? Numerical against analytic, for any function of an array, as CS231n teaches it.

    >>> import numpy as np
    >>> from optim_core.gradcheck import check
    >>> report = check(lambda w: np.sum(w**4), lambda w: 4 * w**3, np.array([[1.0, 2.0], [-0.5, 3.0]]))
    >>> report.band.name
    'happy'
    >>> wrong = check(lambda w: np.sum(w**4), lambda w: 4 * w**2, np.array([[1.0, 2.0], [-0.5, 3.0]]))
    >>> print(wrong)
    probably wrong: relative error 1.5 at (1, 0) (analytic 1, numerical -0.5), 4 entries

It knows nothing of optimizers and surfaces: `f` is any callable from an array, of whatever shape, to a number.
"""

from optim_core.gradcheck.bands import BANDS, Band, band_of
from optim_core.gradcheck.curve import Errors, Theory, errors, theory
from optim_core.gradcheck.differences import KINDS, Kind, evaluations, numerical, one_by_one, partials, quotient
from optim_core.gradcheck.kink import kinked
from optim_core.gradcheck.relative import relative_error, relative_length
from optim_core.gradcheck.report import Report, check
from optim_core.gradcheck.sounding import Sounded, sounded
from optim_core.gradcheck.verdict import VERDICTS, Verdict

__all__ = [
    "BANDS",
    "KINDS",
    "VERDICTS",
    "Band",
    "Errors",
    "Kind",
    "Report",
    "Sounded",
    "Theory",
    "Verdict",
    "band_of",
    "check",
    "errors",
    "evaluations",
    "kinked",
    "numerical",
    "one_by_one",
    "partials",
    "quotient",
    "relative_error",
    "relative_length",
    "sounded",
    "theory",
]
