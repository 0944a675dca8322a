"""What a network makes of its data, as pictures: regions of the plane, or which class it takes for which."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.dataset import Dataset
from optim_core.networks.examples import Examples
from optim_core.networks.losses import shares

SIDE = 48  # cells of a picture of regions along either side
WORST = 12  # examples that are shown of those a network is most wrong about
PICTURES = 60  # of one training at most: of more epochs, early ones are seen most closely


class Regions(NamedTuple):
    """What is answered in each cell of the window: rows from the lowest y, cells from the lowest x, (SIDE, SIDE).

    answers: the class, uint8. sure: the share that the softmax of its scores gives to it, 255 for all of it, uint8.
    """

    answers: np.ndarray
    sure: np.ndarray


class Mistakes(NamedTuple):
    """How often an example of one class (row) is taken for another (column), and the worst of these mistakes.

    rows: places of examples among all that were asked, worst first: those whose own class has the smallest share.
    labels, answers: of these, what is right and what the network says. shares: of the softmax, for its answer.
    """

    confusion: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    answers: np.ndarray
    shares: Array


View = Regions | Mistakes


def asked(data: Dataset) -> Examples:
    """What a network is asked for its picture: the cells of the window, or the examples to validate by."""
    box = data.window()
    if box is None:
        return data.parts().validation
    x, y = (np.linspace(low, high, 2 * SIDE + 1)[1::2] for low, high in (box[:2], box[2:]))
    cells = np.stack([np.tile(x, SIDE), np.repeat(y, SIDE)], axis=-1)
    return Examples(cells, np.zeros(len(cells), dtype=np.int64))


def view(scores: Array, labels: np.ndarray, plane: bool) -> View:
    """The picture that scores (n, classes) of what was asked make; what is no number answers the first class."""
    with np.errstate(all="ignore"):
        given = np.nan_to_num(shares(np.asarray(scores, dtype=np.float64)))
    answers = given.argmax(axis=-1)
    sure = np.take_along_axis(given, answers[:, None], axis=-1)[:, 0]
    if plane:
        shade = np.rint(255 * sure)
        return Regions(*(each.astype(np.uint8).reshape(SIDE, SIDE) for each in (answers, shade)))
    classes = scores.shape[-1]
    confusion = np.bincount(labels * classes + answers, minlength=classes * classes).reshape(classes, classes)
    right = np.take_along_axis(given, labels[:, None], axis=-1)[:, 0]
    wrong = np.flatnonzero(answers != labels)
    worst = wrong[np.argsort(right[wrong], kind="stable")][:WORST]
    return Mistakes(confusion, worst, labels[worst], answers[worst], sure[worst])


def seen(epochs: int) -> frozenset[int]:
    """The epochs, 0 to the last, after which pictures are made."""
    if epochs < PICTURES:
        return frozenset(range(epochs + 1))
    steps = np.linspace(0, 1, PICTURES)
    early = np.arange(PICTURES) + (epochs - PICTURES + 1) * steps**3
    return frozenset(np.rint(early).astype(int).tolist())
