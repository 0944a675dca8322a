"""Networks that are trained side by side: each as alone, as in one go, and as by hand; whatever the optimizer."""

import dataclasses
import io
from itertools import chain

import numpy as np
import pytest

from optim_core.gradcheck import check
from optim_core.networks.door import barred, trainable, wants
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples, digits, relabelled, split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.networks.trips import drained
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.optimizers.momentum import Momentum
from optim_core.optimizers.newton import Newton
from optim_core.optimizers.quasi_newton import BFGS, LBFGS
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.schedules.decays import Exponential
from optim_core.schedules.plateau import Plateau
from optim_core.studies.by_rate import ByRate

load("optim_core.optimizers")
SMALL = MLP((4, 5, 3))


def toy(n=40, features=4, classes=3):
    """Clouds around three places."""
    rng = np.random.default_rng(5)
    labels = rng.integers(0, classes, n)
    return Examples(rng.standard_normal((n, features)) + 2 * np.eye(classes, features)[labels], labels)


def done(trainer, epochs, which=None):
    for _ in trainer.run(epochs, which):
        pass
    return trainer


def trained(seeds, epochs=2, network=SMALL, rule=None, examples=None, **way):
    examples = examples or toy()
    return done(Trainer(network, rule or Momentum(lr=0.1), Lessons.alike(examples, len(seeds)), seeds, **way), epochs)


def test_rates_side_by_side_begin_repeat_by_repeat_and_are_what_each_would_be_alone():
    rates, network = [0.01, 0.1], MLP((64, 6, 10), batch_norm=True)
    side = ByRate(network, Momentum(), rates, 3, examples=40, seed=5)
    assert len([*side.run(0)]) == 3, "a moment after each draw, which all rates share"
    assert [*side.run(1)]
    for k, rate in enumerate(rates):
        alone = trained([5, 6, 7], 1, network, Momentum(lr=rate), side.learnt)
        np.testing.assert_array_equal(side.trainer.weights[:, 3 * k : 3 * k + 3], alone.weights)
        _, right = alone.judged(split_digits(standardised=True).validation)
        np.testing.assert_array_equal(drained(side.accuracy())[k], 100 * right)


def stored(state):
    """What a file makes of it."""
    file = io.BytesIO()
    np.savez(file, **state)
    file.seek(0)
    return dict(np.load(file, allow_pickle=False))


def assert_alike(one, other):
    assert one.keys() == other.keys()
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)


@pytest.mark.parametrize(
    ("kind", "sizes", "batch_norm"),
    [
        *(
            (kind, sizes, False)
            for kind in (Adam, Momentum)
            for sizes in ((64, 10), (64, 1, 10), (64, 32, 10), (64, 21, 7, 10))
        ),
        (Momentum, (64, 21, 7, 10), True),
    ],
)
def test_a_training_is_the_same_alone_and_among_others_bit_for_bit(kind, sizes, batch_norm):
    n, seeds = 37, range(3, 40)  # more than are trained in one batch
    network = MLP(sizes, unit="relu", l2=np.geomspace(1e-5, 1e-2, n), batch_norm=batch_norm)
    lr, dropout = np.geomspace(1e-3, 0.3, n), np.linspace(0.0, 0.5, n)
    schedules = {"lr": Exponential(k=np.linspace(0.0, 0.5, n))}
    way = {"batch": 33, "examples": digits().training.first(100)}  # the last mini-batch is a single picture
    among = trained(seeds, 2, network, kind(lr=lr), dropout=dropout, schedules=schedules, **way)
    for i in (0, 5, 31, 36):
        single = trained(
            [seeds[i]],
            2,
            dataclasses.replace(network, l2=float(network.l2[i])),
            kind(lr=float(lr[i])),
            dropout=float(dropout[i]),
            schedules={"lr": Exponential(k=schedules["lr"].k[i])},
            **way,
        )
        assert_alike(among.state(i), single.state(0))
        for each in (0, 1):
            assert among.judged(digits().test)[each][i] == single.judged(digits().test)[each][0]


@pytest.mark.parametrize("kind", trainable())
def test_numbers_that_differ_among_others_make_no_difference_to_one(kind):
    """A number that is the same for all is computed with as one, and else as many."""
    rule = Rule.registry[kind]()
    real = [name for name, number in rule.numbers().items() if not number.whole]
    apart = {name: np.asarray(getattr(rule, name)) * np.array([1.0, 0.8, 0.9]) for name in real}
    among = trained([1, 2, 3], 3, rule=rule.replace(**apart), batch=13)
    for i in range(3):
        own = rule.replace(**{name: float(numbers[i]) for name, numbers in apart.items()})
        assert_alike(among.state(i), trained([i + 1], 3, rule=own, batch=13).state(0))


def test_optimizers_that_ask_for_slopes_alone_train_networks():
    assert {"gradient-descent", "momentum", "nesterov", "adam", "rmsprop"} <= set(trainable())
    assert not {"newton", "lbfgs", "random-search", "line-search"} & set(trainable())


def test_batch_normalisation_keeps_its_running_averages_in_the_state_and_is_judged_by_them():
    network = MLP((4, 50, 3), batch_norm=True)
    whole, half = trained([1, 2], 4, network), trained([1, 2], 2, network)
    fresh = Trainer(network, Momentum(lr=0.1), Lessons.alike(toy(), 1), [2])
    fresh.restore(0, stored(half.state(1)))
    assert_alike(done(fresh, 2).state(0), whole.state(1))
    assert fresh.judged(toy()) == whole.judged(toy(), [1])
    state = whole.state(1) | {"running": half.state(1)["running"]}
    fresh.restore(0, state)
    assert fresh.judged(toy())[0] != whole.judged(toy(), [1])[0]
    del state["running"]
    with pytest.raises(KeyError, match="running"):
        fresh.restore(0, state)


def test_with_batch_normalisation_small_weights_and_a_deep_network_learn_as_nothing_does_without():
    """Exhibit G7: six layers that begin at 0.01, by plain descent for five epochs."""
    parts = split_digits(standardised=True)
    read = {}
    for batch_norm in (False, True):
        network = MLP((64, *[32] * 6, 10), unit="relu", init="small", batch_norm=batch_norm)
        trainer = trained([0, 1, 2], 5, network, GradientDescent(lr=0.03), parts.training)
        read[batch_norm] = trainer.judged(parts.validation)[1]
    assert read[False].max() < 0.2
    assert read[True].mean() > 0.5


def test_what_an_optimizer_wants_is_told_from_a_step_of_it():
    found = {kind: wants(rule()) for kind, rule in Rule.registry.items()}
    assert {kind for kind, want in found.items() if not want.same} == set(trainable())
    assert {kind for kind, want in found.items() if want.matrix} == {"bfgs", "newton", "saddle-free-newton"}
    assert found["adam"].gradients(400) == 1
    assert found["newton"].gradients(400) == 801
    assert 2 < found["lbfgs"].gradients(400) < 10


def test_an_optimizer_with_a_number_for_every_pair_of_weights_is_for_small_networks_and_says_so():
    assert barred(BFGS(), 400) is None
    assert barred(LBFGS(), 10**6) is None
    for words in barred(Newton(), 2410):
        assert "2410" in words and "400" in words


def test_batch_normalisation_is_paid_for():
    assert passes(2410, 1000, 32, batch_norm=True) > 1.3 * passes(2410, 1000, 32)


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_every_optimizer_trains_a_network_and_goes_on_from_its_state(kind):
    rule = Rule.registry[kind]()
    rule = rule.replace(damping=1.0) if "damping" in rule.numbers() else rule  # the loss is flat in some directions
    batch = 40 if wants(rule).same else 16
    whole = trained([1, 2], 4, rule=rule, batch=batch)
    before, _ = trained([1, 2], 0, rule=rule).judged(toy())
    after, _ = whole.judged(toy())
    assert (after <= before).all()
    assert (after < before).any()
    half = trained([1, 2], 2, rule=rule, batch=batch)
    fresh = Trainer(SMALL, rule, Lessons.alike(toy(), 1), [2], batch=batch)
    fresh.restore(0, stored(half.state(1)))
    assert_alike(done(fresh, 2).state(0), whole.state(1))


def test_trainings_may_be_taken_on_one_by_one():
    apart = trained([1, 2, 3], 0, dropout=0.2)
    for which, epochs in (([2], 3), ([0, 1], 1), ([0, 2], 2), ([1], 4)):
        done(apart, epochs, which)
    assert apart.epochs.tolist() == [3, 5, 5]
    together = trained([1, 2, 3], 5, dropout=0.2)
    assert_alike(apart.state(1), together.state(1))
    assert_alike(apart.state(2), together.state(2))


def test_a_training_given_up_midway_is_as_after_a_whole_epoch():
    trainer = trained([1], 1, batch=8)
    before = trainer.state(0)
    going = trainer.run(3)
    next(going)
    going.close()
    assert_alike(trainer.state(0), before)
    assert_alike(done(trainer, 1).state(0), trained([1], 2, batch=8).state(0))


def test_an_update_is_a_step_down_the_slope_of_its_mini_batch():
    """With one batch of everything the order of the examples is nothing."""
    examples, network = toy(), dataclasses.replace(SMALL, l2=0.01)
    trainer = trained([7], 0, network, GradientDescent(lr=0.1), batch=40, precision=np.float64)
    w = trainer.weights[:, 0].copy()
    for _ in range(3):
        w = w - 0.1 * network.on(examples).grad(w)
    np.testing.assert_allclose(done(trainer, 3).weights[:, 0], w, rtol=1e-12)


def test_an_epoch_shows_every_example_once_the_last_batch_being_smaller():
    seen = []

    class Listening(MLP):
        def on(self, examples, kept=(), *standing):
            seen.append(examples.labels.tolist())
            return super().on(examples, kept, *standing)

    examples = toy(10)._replace(labels=np.arange(10) % 3)
    names = Examples(examples.inputs, np.arange(10))
    trained([1], 2, Listening((4, 10)), examples=names, batch=4)
    assert [len(batch) for batch in seen] == [4, 4, 2] * 2
    first, second = (list(chain.from_iterable(part)) for part in (seen[:3], seen[3:]))
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second


def test_each_training_learns_from_its_own_examples_and_labels():
    examples = toy()
    rows = np.stack([np.arange(20), np.arange(20, 40)])
    labels = np.stack([examples.labels[:20], (examples.labels[20:] + 1) % 3])
    both = done(Trainer(SMALL, Adam(), Lessons(examples.inputs, rows, labels), [1, 1]), 3)
    for i in (0, 1):
        own = Examples(examples.inputs[rows[i]], labels[i])
        single = trained([1], 3, rule=Adam(), examples=own)
        assert_alike(both.state(i), single.state(0))
        assert both.judged(which=[i]) == both.judged(own, [i]) == single.judged()


def test_trainings_too_large_for_one_batch_are_judged_like_the_others():
    n, network = 5, MLP((64, 300, 10))
    labels = np.stack([np.roll(digits().training.labels[:50], k) for k in range(n)])
    lessons = Lessons(digits().training.inputs, np.tile(np.arange(50), (n, 1)), labels)
    loss, right = done(Trainer(network, Adam(), lessons, range(n)), 1).judged()
    alone = done(Trainer(network, Adam(), Lessons(lessons.inputs, lessons.rows[3:4], labels[3:4]), [3]), 1).judged()
    assert (loss[3], right[3]) == alone


def test_dropout_silences_its_share_of_units_and_the_others_speak_up_for_them():
    seen = []

    class Listening(MLP):
        def on(self, examples, kept=(), *standing):
            seen.extend(kept)
            return super().on(examples, kept, *standing)

    trainer = trained([1, 2], 5, Listening((4, 50, 30, 3)), dropout=np.array([0.0, 0.4]))
    assert {each.shape[-1] for each in seen} == {50, 30}
    assert all((each[0] == 1).all() for each in seen)
    kept = np.concatenate([each[1].ravel() for each in seen])
    np.testing.assert_allclose(np.unique(kept), [0, 1 / 0.6], rtol=1e-6)
    assert (kept == 0).mean() == pytest.approx(0.4, abs=0.01)
    np.testing.assert_array_equal(*(trainer.judged(toy())[0] for _ in range(2)))


@pytest.mark.parametrize("batch_norm", [False, True])
def test_the_gradient_under_dropout_is_the_slope_of_what_is_kept(batch_norm):
    network, rng = MLP((4, 6, 5, 3), l2=0.1, batch_norm=batch_norm), np.random.default_rng(1)
    kept = [2.0 * (rng.random((40, units)) < 0.5) for units in (6, 5)]
    training = network.on(toy(), kept)
    assert check(training.value, training.grad, network.begin(rng)).whole < 5e-9


def test_a_schedule_goes_by_the_epoch():
    cooled = trained([3], 3, rule=GradientDescent(lr=0.5), schedules={"lr": Exponential(k=0.7)})
    by_hand = trained([3], 0)
    for epoch in range(3):
        rate = GradientDescent(lr=0.5 * np.exp(-0.7 * epoch))
        now = Trainer(SMALL, rate, Lessons.alike(toy(), 1), [3])
        now.restore(0, by_hand.state(0))
        by_hand = done(now, 1)
    np.testing.assert_allclose(cooled.weights, by_hand.weights, rtol=1e-5)
    with pytest.raises(ValueError, match="not by the loss"):
        trained([3], schedules={"lr": Plateau()})


def test_what_blows_up_ends_as_it_was_and_the_others_go_on():
    rule = GradientDescent(lr=np.array([1e38, 0.1]))
    trainer = trained([4, 4], 3, rule=rule)
    assert trainer.ended.tolist() == [True, False]
    assert trainer.epochs.tolist() == [3, 3]
    np.testing.assert_array_equal(trainer.weights[:, 0], trained([4], 0).weights[:, 0])
    assert_alike(trainer.state(1), trained([4], 3, rule=GradientDescent(lr=0.1)).state(0))


def test_who_watches_a_training_sees_its_last_update():
    trainer = trained([3, 4], 2, watched=True, batch=40)
    before = trainer.weights.copy()
    done(trainer, 1)
    np.testing.assert_allclose(trainer.moves, trainer.weights - before, atol=1e-6)
    assert_alike(trainer.state(0), trained([3], 3, batch=40).state(0))
    with pytest.raises(ValueError, match="watched"):
        assert trained([3]).moves


def test_a_state_of_another_network_is_refused():
    with pytest.raises(ValueError, match="43 weights"):
        trained([1]).restore(0, trained([1], network=MLP((4, 3))).state(0))
    with pytest.raises(ValueError, match="lessons for 2"):
        Trainer(SMALL, Adam(), Lessons.alike(toy(), 2), [1])


def test_the_digits_in_three_parts_share_no_picture():
    stored_once = {part.inputs.shape[0] for part in split_digits()}
    assert stored_once == {1000, 397, 400}
    every = np.concatenate([part.inputs for part in split_digits()])
    assert len(np.unique(every, axis=0)) == len(every)
    np.testing.assert_array_equal(split_digits().training.inputs, digits().training.inputs)
    np.testing.assert_array_equal(split_digits().test.labels, digits().test.labels)


def test_standardised_pixels_spread_alike_and_those_without_ink_stay():
    plain, even = split_digits(), split_digits(standardised=True)
    inked = plain.training.inputs.std(axis=0) > 0
    assert 55 < inked.sum() < 64
    np.testing.assert_allclose(even.training.inputs.std(axis=0), inked, atol=1e-12)
    np.testing.assert_allclose(even.training.inputs.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_array_equal(even.test.inputs[:, ~inked], plain.test.inputs[:, ~inked])


def test_careless_marking_draws_a_share_of_the_labels_anew():
    labels = digits().training.labels
    told = relabelled(labels, 0.2, 10, np.random.default_rng(0))
    assert (told != labels).mean() == pytest.approx(0.18, abs=0.02)  # one draw in ten is right by chance
    np.testing.assert_array_equal(relabelled(labels, 0.0, 10, np.random.default_rng(0)), labels)


def test_the_network_of_the_course_reads_nineteen_digits_of_twenty():
    parts = split_digits()
    trainer = trained(range(4), 20, MLP((64, 32, 10)), Momentum(lr=0.03), parts.training)
    assert trainer.judged(parts.validation)[1].min() > 0.95
