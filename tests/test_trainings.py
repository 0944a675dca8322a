"""Trainings side by side: each as a trainer of it alone, bit for bit; what is told of every epoch, and what is not."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from optim_core.networks.build import Perceptron
from optim_core.networks.datasets.digits import Digits
from optim_core.networks.datasets.plane import Moons, Xor
from optim_core.networks.door import MATRIX, barred, wants
from optim_core.networks.inside import Inside, ratios
from optim_core.networks.plan import SHOWN, Plan
from optim_core.networks.progress import BlownUp, Ended, Epoch, Picture
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.networks.trainings import trainings
from optim_core.networks.views import PICTURES, SIDE, WORST, Mistakes, Regions, asked, seen, view
from optim_core.noise import Misfit
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.optimizers.momentum import Momentum
from optim_core.optimizers.newton import Newton
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.schedules.plateau import Plateau
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


def test_one_that_blows_up_is_told_once_and_the_others_go_on():
    plans = [planned(GradientDescent(lr=1e6), Perceptron(layers=(5,))), planned(GradientDescent(lr=0.1))]
    parts = told(plans, epochs=3)
    (blown,) = of(BlownUp, parts)
    assert blown.run == 0 and [part.epoch for part in of(Epoch, parts, 0)] == list(range(blown.epoch))
    assert [part.epoch for part in of(Epoch, parts, 1)] == [0, 1, 2, 3]
    assert [(end.diverged, end.epochs) for end in parts[-1].runs] == [(True, blown.epoch - 1), (False, 3)]


def test_the_best_epoch_is_that_of_the_lowest_validation_loss():
    parts = told([planned(Adam(lr=0.05), Perceptron(layers=(32,)))], Moons(n=40, noise=0.6), epochs=12)
    losses = [part.validation.loss for part in of(Epoch, parts)]
    assert parts[-1].runs[0].best == int(np.argmin(losses)) < 12


def test_the_test_part_is_not_looked_at_before_the_end():
    """Another test part changes what is said at the end, and nothing before."""

    class Elsewhere(Moons):
        def parts(self):
            split = super().parts()
            return split._replace(test=split.test._replace(labels=1 - split.test.labels))

    usual, other = (told([planned(Adam())], data, epochs=1) for data in (MOONS, Elsewhere(n=70)))
    for one, same in zip(usual[1:-1], other[1:-1], strict=True):
        assert pickle.dumps(one) == pickle.dumps(same)
    assert usual[-1].runs[0].test.accuracy == pytest.approx(1 - other[-1].runs[0].test.accuracy)


def test_regions_are_the_answers_at_the_middle_of_each_cell():
    parts = told([planned(Adam(lr=0.05), Perceptron(layers=(16,)), batch=8)], Xor(n=200, noise=0.1), epochs=15)
    drawn = of(Picture, parts)[-1].view
    assert isinstance(drawn, Regions) and drawn.answers.shape == (SIDE, SIDE)
    x_min, x_max, y_min, y_max = Xor(n=200, noise=0.1).window()
    cell = lambda x, y: (int((y - y_min) / (y_max - y_min) * SIDE), int((x - x_min) / (x_max - x_min) * SIDE))  # noqa: E731
    assert [int(drawn.answers[cell(x, y)]) for x, y in ((-1, -1), (-1, 1), (1, 1), (1, -1))] == [1, 0, 1, 0]
    assert drawn.sure[cell(1, 1)] > 200 and drawn.sure.min() >= 127, "of two, the answer has at least half"


def test_mistakes_are_counted_by_class_and_the_worst_come_first():
    scores = np.array([[3.0, 0, 0], [0, 5.0, 0], [0, 9.0, 0], [0, 0, 1.0], [2.0, 0, 0]])
    found = view(scores, np.array([0, 0, 2, 2, 1]), plane=False)
    assert isinstance(found, Mistakes)
    assert found.confusion.tolist() == [[1, 1, 0], [1, 0, 0], [0, 1, 1]]
    assert found.rows.tolist() == [2, 1, 4] and found.labels.tolist() == [2, 0, 1]
    assert found.answers.tolist() == [1, 1, 0] and found.shares[0] == pytest.approx(1 / (1 + 2 * np.exp(-9)))
    assert len(view(np.eye(10)[np.arange(40) % 9], np.full(40, 9), plane=False).rows) == WORST


def test_what_is_no_number_makes_a_picture_all_the_same():
    assert view(np.full((SIDE * SIDE, 2), np.nan), np.zeros(SIDE * SIDE, dtype=int), plane=True).sure.max() == 0


@pytest.mark.parametrize("epochs", [1, 30, PICTURES - 1, PICTURES, 100, 1000])
def test_of_long_trainings_early_epochs_are_seen_most_closely(epochs):
    found = sorted(seen(epochs))
    assert found[0] == 0 and found[-1] == epochs and len(found) == min(epochs + 1, PICTURES)
    assert (np.diff(found, n=2) >= -1).all() and found[1] == 1


def test_more_work_costs_more_and_the_price_is_told_without_any():
    def price(rule=None, data=MOONS, epochs=10, **build):
        plan = planned(rule or Adam(), SMALL.replace(**build))
        return plan.passes(plan.network.on(data), data, len(data.parts().training.labels), epochs)

    assert price(epochs=20) > 1.9 * price()
    assert price(data=Moons(n=2000)) > 5 * price()
    assert price(layers=(200, 200)) > 5 * price()
    assert price(batch_norm=True) > price()
    assert price(Newton()) > 5 * price()


def test_a_schedule_that_watches_the_loss_is_not_for_trainings():
    with pytest.raises(Misfit) as said:
        told([planned(Adam(), lr=Plateau())])
    assert said.value.field == "runs[0].schedules.lr"


def test_what_is_told_survives_the_way_out_of_a_worker():
    for part in told([planned(Adam())], Digits(n=50), epochs=1):
        assert type(pickle.loads(pickle.dumps(part))) is type(part)


def test_after_every_update_there_is_a_moment_to_stop_at():
    plans = [planned(Adam(), batch=7), planned(Momentum(), batch=10)]
    moments = sum(part is None for part in trainings(MOONS, plans, 3, 0))
    assert moments >= 3 * (10 + 7)
