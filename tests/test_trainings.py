"""Trainings side by side: each as a trainer of it alone, bit for bit; what is told of every epoch, and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core.networks.build import Perceptron
from optim_core.networks.datasets.plane import Moons
from optim_core.networks.door import MATRIX, barred, wants
from optim_core.networks.inside import Inside, ratios
from optim_core.networks.plan import SHOWN, Plan
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.networks.trainings import Ended, Epoch, Picture, trainings
from optim_core.networks.views import asked, view
from optim_core.noise import Misfit
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.momentum import Momentum
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.schedules.ramps import Linear

for package in ("optimizers", "networks.datasets"):
    load(f"optim_core.{package}")
SMALL = Perceptron(layers=(5, 4))
MOONS = Moons(n=70)


def planned(rule, network=SMALL, batch=16, **schedules):
    return Plan(rule, network, schedules, batch)


def told(plans, data=MOONS, epochs=3, seed=0):
    return [part for part in trainings(data, plans, epochs, seed) if part is not None]


def of(kind, parts, run=None):
    return [part for part in parts if isinstance(part, kind) and run in (None, getattr(part, "run", None))]


def alone(plan, epochs, data=MOONS, seed=0):
    """What the reference makes of one plan: a trainer of it, and nothing beside it."""
    learnt = data.parts().training
    trainer = Trainer(
        plan.network.on(data),
        plan.rule,
        Lessons.alike(learnt, 1),
        [seed],
        batch=len(learnt.labels) if wants(plan.rule).same else plan.batch,
        dropout=plan.network.dropout,
        schedules={name: each.lasting(epochs) for name, each in plan.schedules.items()},
        watched=True,
    )
    for _ in trainer.run(epochs):
        pass
    return trainer


MIXED = [
    planned(Adam(lr=0.01)),
    planned(Momentum(lr=0.1), batch=8),
    planned(Adam(lr=0.3), SMALL.replace(l2=0.01)),
    planned(Adam(lr=0.02, bias_correction=False)),
    planned(Adam(lr=0.02), SMALL.replace(dropout=0.3)),
    planned(Adam(lr=0.02), SMALL.replace(batch_norm=True, unit="tanh"), lr=Linear()),
]


def test_each_training_is_what_a_trainer_makes_of_it_alone_bit_for_bit():
    parts = told(MIXED, epochs=4)
    assert parts[0].together == (3, 1, 3, 1, 3, 1)
    for i, plan in enumerate(MIXED):
        trainer = alone(plan, 4)
        last, end = of(Epoch, parts, i)[-1], parts[-1].runs[i]
        assert last.epoch == 4
        split = MOONS.parts()
        for figures, part in zip((last.training, last.validation, end.test), split, strict=True):
            loss, right = trainer.judged(part)
            assert figures == (loss[0], right[0])
        (drawn,) = (part.view for part in of(Picture, parts, i) if part.epoch == 4)
        cells = asked(MOONS)
        scores = plan.network.on(MOONS).scores(trainer.weights, cells.inputs, trainer.running)[0]
        for mine, its in zip(drawn, view(scores, cells.labels, True), strict=True):
            np.testing.assert_array_equal(mine, its)


def test_what_is_told_of_the_layers_is_what_a_look_inside_shows():
    parts = told(MIXED, epochs=2)
    for i, plan in enumerate(MIXED):
        trainer = alone(plan, 2)
        network = plan.network.on(MOONS)
        inside = Inside(network.on(MOONS.parts().training.first(SHOWN)), trainer.weights)
        first, _, last = of(Epoch, parts, i)
        np.testing.assert_allclose(last.gradient, inside.gradients[:, 0], rtol=1e-5)
        np.testing.assert_array_equal(last.dead, inside.dead[:, 0])
        moves = trainer.moves
        np.testing.assert_allclose(last.ratio, ratios(network, trainer.weights - moves, moves)[:, 0], rtol=1e-5)
        assert np.isnan(first.ratio).all() and len(first.gradient) == 3 and len(first.dead) == 2


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_every_optimizer_trains_or_is_barred_with_one_sentence(kind):
    rule = Rule.registry[kind]()
    rule = rule.replace(damping=1.0) if "damping" in rule.numbers() else rule
    plan = planned(rule, batch=16)
    *_, ended = parts = told([plan], epochs=2)
    first, *_, last = of(Epoch, parts)
    assert last.training.loss <= first.training.loss or wants(rule).matrix
    assert not ended.runs[0].diverged
    assert plan.examples(70) == (70 if wants(rule).same else 16)
    large = planned(rule, Perceptron(layers=(64, 64)))
    if why := barred(rule, MATRIX + 1):
        with pytest.raises(Misfit, match="400") as said:
            next(trainings(MOONS, [plan, large], 1, 0))
        assert said.value.field == "runs[1].optimizer" and why.en.startswith(rule.title.en)
    else:
        assert of(Ended, told([large], epochs=1))
