"""The measures are those of the books, checked by hand."""

import math

import pytest

from scripts.relevance.judgments import Judged
from scripts.relevance.measures import ndcg, reciprocal_rank, success

GRADES = {"best": 3, "good": 2, "fair": 1}


def test_the_best_order_is_worth_1():
    assert ndcg(["best", "good", "fair"], GRADES) == 1


def test_a_gain_is_two_to_the_grade_less_one_discounted_by_the_logarithm_of_the_rank():
    ideal = 7 / 1 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["good", "other", "best"], GRADES) == pytest.approx((3 + 7 / 2) / ideal)


def test_what_is_not_found_and_what_is_worth_nothing_gain_nothing():
    assert ndcg([], GRADES) == 0
    assert ndcg(["other"], GRADES) == 0
    assert ndcg(["other"], {}) == 0


def test_only_the_first_ten_count():
    ten = [f"other{number}" for number in range(10)]
    assert ndcg([*ten, "best"], GRADES) == 0
    many = {f"page{number}": 3 for number in range(12)}
    assert ndcg(list(many), many) == 1


def test_the_first_answer_gives_its_reciprocal_rank():
    assert reciprocal_rank(["a", "b", "best", "good"], {"best", "good"}) == 1 / 3
    assert reciprocal_rank(["a"], {"best"}) == 0


def test_an_answer_among_the_first_three_is_a_success():
    assert success(["a", "b", "best"], {"best"})
    assert not success(["a", "b", "c", "best"], {"best"})


def test_a_query_that_nothing_answers_is_no_judged_query():
    with pytest.raises(ValueError, match="has no answer"):
        Judged("eau", "elus", "thème", {"contrats/a": 1})
