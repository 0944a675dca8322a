"""The true gradient."""

from __future__ import annotations

from collections.abc import Sequence

from optim_core.fields import Text
from optim_core.noise import Draw, Noise
from optim_core.surface import Surface


class NoNoise(Noise, kind="none"):
    """Every step sees the surface itself."""

    order = 10
    title = Text("none", "없음")
    summary = Text("Every step sees the true gradient.", "매 스텝 정확한 기울기를 사용합니다.")
    steady = True
    formula = (r"\tilde g_t = \nabla f(x)",)

    def draws(self, surface: Surface, seed: int) -> Draw:
        return lambda x: surface

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        return self.draws(surface, 0)
