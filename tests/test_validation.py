"""Parts that are held out: each example once, in folds as large as those of scikit-learn."""

import numpy as np
import pytest

from optim_core.validation import contiguous, last, shuffled, splits, stratified

ANIMALS = np.repeat([0, 1, 2], 100)


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(("n", "k"), [(300, 3), (10, 3), (7, 7), (400, 10)])
@pytest.mark.parametrize(
    "way", [contiguous, lambda n, k: shuffled(n, k, rng()), lambda n, k: stratified(np.arange(n) % 3, k, rng())]
)
def test_every_example_is_held_out_once_and_never_learnt_from_then(way, n, k):
    folds = list(splits(way(n, k)))
    assert len(folds) == k
    assert np.array_equal(np.sort(np.concatenate([split.held for split in folds])), np.arange(n))
    for learnt, held in folds:
        assert np.array_equal(np.sort(np.concatenate([learnt, held])), np.arange(n))
        assert len(held) in (n // k, n // k + 1)


def test_contiguous_folds_are_neighbours_and_the_first_are_larger():
    assert contiguous(10, 3).tolist() == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_three_contiguous_folds_of_animals_in_order_hold_out_a_class_each():
    for learnt, held in splits(contiguous(300, 3)):
        assert len(set(ANIMALS[held])) == 1
        assert not set(ANIMALS[held]) & set(ANIMALS[learnt])


def test_shuffled_folds_hold_out_some_of_every_class():
    assert all(len(set(ANIMALS[held])) == 3 for _, held in splits(shuffled(300, 5, rng())))
    assert not np.array_equal(shuffled(300, 5, rng()), contiguous(300, 5))


def test_stratified_folds_have_their_share_of_every_class():
    for _, held in splits(stratified(ANIMALS, 5, rng())):
        assert np.bincount(ANIMALS[held]).tolist() == [20, 20, 20]
    labels = np.array([5] * 7 + [2] * 5 + [9] * 4)
    counts = np.array(
        [
            [np.count_nonzero(labels[held] == one) for one in (5, 2, 9)]
            for _, held in splits(stratified(labels, 3, rng()))
        ]
    )
    assert counts.tolist() == [[3, 1, 2], [2, 2, 1], [2, 2, 1]], "dealt in turn, the classes as they first come"


def test_the_last_part_of_a_sorted_list_is_of_one_class():
    learnt, held = last(300, 50)
    assert held.tolist() == list(range(250, 300))
    assert set(ANIMALS[held]) == {2}
    assert np.bincount(ANIMALS[learnt]).tolist() == [100, 100, 50]


@pytest.mark.parametrize(
    "wrong", [lambda: contiguous(3, 4), lambda: contiguous(3, 1), lambda: last(3, 3), lambda: last(3, 0)]
)
def test_what_cannot_be_parted_is_told(wrong):
    with pytest.raises(ValueError, match="3 examples"):
        wrong()
