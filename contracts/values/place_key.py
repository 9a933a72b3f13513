"""A column that follows the name of a place: the key under which readers' words find it."""

from contracts.values.derived_key import DerivedKeyField
from contracts.values.place_names import place_key


class PlaceKeyField(DerivedKeyField):
    def derived(self, text: str) -> str:
        return place_key(text)
