"""The signs by which a theme is seen at a glance: icons of the Lucide set, by their names there."""

from __future__ import annotations

from django.db import models


class ThemeMark(models.TextChoices):
    APPLE = "apple", "Pomme"
    BIKE = "bike", "Vélo"
    BIRD = "bird", "Oiseau"
    BRIEFCASE = "briefcase", "Mallette"
    BUS = "bus", "Autocar"
    COINS = "coins", "Pièces de monnaie"
    DROPLETS = "droplets", "Gouttes d’eau"
    FACTORY = "factory", "Usine"
    GRADUATION_CAP = "graduation-cap", "Coiffe de diplôme"
    HAMMER = "hammer", "Marteau"
    HEART_PULSE = "heart-pulse", "Cœur qui bat"
    HOUSE = "house", "Maison"
    LANDMARK = "landmark", "Bâtiment public"
    LAPTOP = "laptop", "Ordinateur"
    LEAF = "leaf", "Feuille"
    MOUNTAIN = "mountain", "Montagne"
    RECYCLE = "recycle", "Flèches du recyclage"
    SCALE = "scale", "Balance"
    STORE = "store", "Boutique"
    SUN = "sun", "Soleil"
    THEATER = "theater", "Masques de théâtre"
    TRAIN = "train-front", "Train"
    TREES = "trees", "Arbres"
    USERS = "users", "Personnes"
    ZAP = "zap", "Éclair"
