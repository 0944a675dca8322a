"""Backpropagation through NumPy code as it stands: what a value was made of, and how each part moves it.

A function of arrays is asked once with `Recorded` arrays, which compute as arrays do and remember how. From the answer
back to the start the chain rule then says the slope by every part (Griewank and Walther, Evaluating Derivatives, 2008,
chapter 3): the whole gradient for a small multiple of the price of the value. Where a function has no slope, half of
both sides is taken, so 0 for |x| at 0.
"""

from optim_core.backprop.forgetful import inner, last_term
from optim_core.backprop.recorded import FLAT, Recorded, Unknown, recorded
from optim_core.backprop.rules import partial, slope_of
from optim_core.backprop.slopes import gradient, slopes

__all__ = ["FLAT", "Recorded", "Unknown", "gradient", "inner", "last_term", "partial", "recorded", "slope_of", "slopes"]
