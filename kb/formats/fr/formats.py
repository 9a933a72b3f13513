"""Dates as the admin prints them: « 1er décembre 2026 à 9 h 00 ». `contracts.admin.date_formats` makes
« S » French; what is typed is read by `contracts.admin.date_fields`."""

DATE_FORMAT = "jS F Y"
DATETIME_FORMAT = r"jS F Y \à G \h i"
