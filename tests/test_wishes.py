"""Accept headers, well written and not."""

import pytest

from app.wishes import wishes


@pytest.mark.parametrize(
    ("header", "read"),
    [
        (None, {}),
        ("", {}),
        ("text/csv", {"text/csv": 1.0}),
        ("en;q=0.1, ko; q=0.9", {"ko": 0.9, "en": 0.1}),
        ("a;q=.", {"a": 0.0}),
        ("a;q=1e9, b;q=-1, c;q=nan", {"a": 0.0, "b": 0.0, "c": 0.0}),
        ("text/html;level=1;q=0.5, */*", {"*/*": 1.0, "text/html": 0.5}),
        (",,;q=1,a", {"a": 1.0}),
        ("a;q=0.5, a;q=0.9", {"a": 0.5}),
    ],
)
def test_a_header_is_read_best_first(header, read):
    assert wishes(header) == read and list(wishes(header)) == list(read)


def test_a_header_without_end_is_read_quickly():
    assert len(wishes("a;q=" + "1" * 100_000)) == 1
