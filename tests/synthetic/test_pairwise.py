"""A covering design covers, leaves out what cannot be, and is the same each time."""

from tests.synthetic.pairwise import Row, Value, all_pairs, covering, missing

FACTORS: dict[str, tuple[Value, ...]] = {"a": (1.0, 2.0, 3.0, 4.0), "b": ("x", "y", "z"), "c": (False, True), "d": (5.0, 6.0, 7.0)}


def _always(row: Row) -> bool:
    return True


def test_every_pair_occurs_in_far_fewer_rows_than_the_product() -> None:
    rows = covering(FACTORS, [{}] * 16, _always, seed=1)
    assert missing(rows, FACTORS) == []
    assert len(all_pairs(FACTORS)) == 4 * 3 + 4 * 2 + 4 * 3 + 3 * 2 + 3 * 3 + 2 * 3


def test_only_impossible_pairs_are_missing() -> None:
    def possible(row: Row) -> bool:
        return not (row["a"] == 4.0 and row["b"] == "z")

    rows = covering(FACTORS, [{}] * 18, possible, seed=1)
    assert missing(rows, FACTORS) == [(("a", 4.0), ("b", "z"))]


def test_given_values_stay_and_earlier_rows_count() -> None:
    first = covering(FACTORS, [{"a": 1.0}] * 3, _always, seed=2)
    assert {row["a"] for row in first} == {1.0}
    assert {row["b"] for row in first} == {"x", "y", "z"}
    rest = covering(FACTORS, [{"a": value} for value in (2.0, 3.0, 4.0) for _ in range(4)], _always, seed=3, before=first)
    assert missing([*first, *rest], FACTORS) == []
    assert rest == covering(FACTORS, [{"a": value} for value in (2.0, 3.0, 4.0) for _ in range(4)], _always, seed=3, before=first)
