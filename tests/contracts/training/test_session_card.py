"""What the cards of sessions say."""

from contracts.training.templatetags.session_card import session_state


def test_a_card_without_a_date_says_so():
    assert session_state({}) == "date non renseignée"
    assert session_state({"begins_at": "", "ends_at": ""}) == "date non renseignée"
