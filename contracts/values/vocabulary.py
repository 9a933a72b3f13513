"""The closed lists of the field: codes (stable, in addresses) and French labels."""

from __future__ import annotations

from django.db import models


class Side(models.TextChoices):
    """On which side of the exchange a party stands."""

    CITY = "ville", "Ville"
    COUNTRYSIDE = "campagne", "Campagne"
    THIRD = "tiers", "Tiers"


class ContractStatus(models.TextChoices):
    STUDIED = "a-l-etude", "À l’étude"
    NEGOTIATED = "en-negociation", "En négociation"
    SIGNED = "signe", "Signé"
    RUNNING = "en-cours", "En cours"
    ASSESSED = "evalue", "Évalué"
    ENDED = "termine", "Terminé"
    ABANDONED = "abandonne", "Abandonné"
    UNKNOWN = "non-renseigne", "Non renseigné"


class Form(models.TextChoices):
    """Forms of cooperation (facts § 6.4)."""

    RECIPROCITY = "F01", "Contrat de réciprocité"
    PROTOCOL = "F02", "Protocole d’accord"
    COOPERATION = "F03", "Contrat de coopération"
    PARTNERSHIP = "F04", "Convention ou contrat de partenariat"
    CHARTER = "F05", "Charte"
    ENTENTE = "F06", "Entente intercommunale"
    METROPOLITAN_POLE = "F07", "Pôle métropolitain"
    PETR = "F08", "Pôle d’équilibre territorial et rural (PETR)"
    INTER_SCOT = "F09", "Inter-SCoT (schémas de cohérence territoriale coordonnés)"
    FOOD_PROJECT = "F10", "Projet alimentaire territorial commun"
    FOREST_CHARTER = "F11", "Charte forestière"
    JOINT_PURCHASE = "F12", "Groupement de commandes"
    SERVICE_PURCHASE = "F13", "Marché public de service environnemental"
    COMPANY = (
        "F14",
        "Société d’économie mixte, société publique locale, coopérative (SEM, SPL, SCIC)",
    )
    ASSOCIATION = "F15", "Association de coopération"
    GATEWAY_TOWN = "F16", "Adhésion d’une ville-porte à un parc naturel régional"


class Stage(models.TextChoices):
    """Stages of a cooperation (facts § 6.5)."""

    IMPULSE = "E1", "Impulsion politique"
    ACQUAINTANCE = "E2", "Interconnaissance"
    PORTRAIT = "E3", "Portrait croisé"
    LEADS = "E4", "Pistes et thèmes"
    PROTOCOL = "E5", "Protocole"
    WORKSHOPS = "E6", "Ateliers et co-construction"
    SIGNATURE = "E7", "Délibérations et signature"
    IMPLEMENTATION = "E8", "Mise en œuvre"
    REVIEW = "E9", "Point d’étape et bilan"
    RENEWAL = "E10", "Renouvellement, extension ou arrêt"


class Nature(models.TextChoices):
    """What a source says of a contribution."""

    COMMITMENT = "engagement", "Engagement"
    DECLARED = "apport-declare", "Apport cité, sans engagement"

    @property
    def told(self) -> str:
        """What is told beside a line of this nature, or nothing."""
        is_declared = self is Nature.DECLARED
        return "cité comme un apport, sans parler d’engagement" if is_declared else ""


class CommitmentState(models.TextChoices):
    PLANNED = "prevu", "Prévu"
    RUNNING = "en-cours", "En cours"
    DONE = "realise", "Réalisé"
    ABANDONED = "abandonne", "Abandonné"


class MilestoneState(models.TextChoices):
    DONE = "fait", "Fait"
    PLANNED = "prevu", "Prévu"


class Section(models.TextChoices):
    """Under which heading a sourced statement is read."""

    CONTEXT = "contexte", "Contexte"
    OBJECTIVE = "objectif", "Objectifs"
    SCOPE = "portee", "Ce que c’est, où cela s’applique"
    PROBLEM = "probleme", "Le problème"
    ACTION = "action", "Ce qui a été fait"
    RESULT = "resultat", "Résultats"
    GOVERNANCE = "gouvernance", "Gouvernance"
    MEANS = "moyens", "Moyens"
    COST = "cout", "Coûts"
    EVALUATION = "evaluation", "Évaluation"
    OBSTACLE = "frein", "Ce qui a coincé"
    CONDITION = "condition", "Conditions de réussite"
    TRANSFER = "transposition", "Transposer chez vous"
    AUDIENCE = "public", "Public"


class Scale(models.TextChoices):
    COMMUNE = "commune", "Commune"
    EPCI = "intercommunalite", "Intercommunalité"
    LIVING_AREA = "bassin-de-vie", "Bassin de vie"
    DEPARTEMENT = "departement", "Département"
    SEVERAL_DEPARTEMENTS = "inter-departements", "Plusieurs départements"
    REGION = "region", "Région"
    MASSIF = "massif", "Massif"
    EUROPE = "europe", "Europe"


class ToolKind(models.TextChoices):
    GUIDE = "guide", "Guide"
    METHOD = "methode", "Méthode"
    TEMPLATE = "modele", "Modèle"
    DATA = "donnees", "Données"
    LEGAL = "cadre-juridique", "Cadre juridique"
    FUNDING = "financement", "Financement"
    SUPPORT = "appui", "Appui"
    STUDIES = "travaux", "Travaux et observations"


class Audience(models.TextChoices):
    """The publics of the session of 2016, which are the publics of the tools."""

    ELECTED = "elus", "Élues et élus"
    DIRECTORS = "directions", "Directions"
    AGENTS = "agents", "Agents techniques"


class Level(models.TextChoices):
    BEGINNER = "debutant", "Débutant"
    INTERMEDIATE = "intermediaire", "Intermédiaire"
    EXPERT = "expert", "Expert"


class Completeness(models.TextChoices):
    """How much of a fiche is filled; computed, never typed."""

    SKETCH = "ebauche", "Ébauche"
    PARTIAL = "partielle", "Partielle"
    COMPLETE = "complete", "Complète"

    @property
    def extent(self) -> str:
        """What the word means, for those who read it for the first time."""
        return {
            Completeness.SKETCH: "moins de la moitié des rubriques principales sont remplies",
            Completeness.PARTIAL: "la moitié au moins des rubriques principales sont remplies",
            Completeness.COMPLETE: "toutes les rubriques principales sont remplies",
        }[self]

    @property
    def in_words(self) -> str:
        """As readers are told, and who writes: « Fiche ébauche : moins de la moitié… »."""
        return f"Fiche {self.label.lower()}\u00a0: {self.extent}"


class Agreement(models.TextChoices):
    """Whether the sources of a fiche say the same of each thing; computed, never typed."""

    DIVERGENT = "divergentes", "Sources divergentes"


class LinkType(models.TextChoices):
    SEE_ALSO = "voir-aussi", "Voir aussi"
    FOLLOWS = "suite-de", "Fait suite à"
    INSPIRED = "inspire-de", "S’inspire de"
    USES = "outil-utilise", "Utilise"
    PREPARES = "prepare", "Prépare"

    @property
    def reverse_label(self) -> str:
        """How the link reads from its other end."""
        return {
            LinkType.SEE_ALSO: "Voir aussi",
            LinkType.FOLLOWS: "A pour suite",
            LinkType.INSPIRED: "A inspiré",
            LinkType.USES: "Utilisé dans",
            LinkType.PREPARES: "Préparé par",
        }[self]


class SourceKind(models.TextChoices):
    OFFICIAL = "officiel", "Document officiel"
    LOCAL_AUTHORITY = "collectivite", "Collectivité"
    PRESS = "presse", "Presse"
    STUDY = "etude", "Étude"
    ORGANISATION = "organisme", "Organisme"
    DATA = "donnees", "Données"
    DOCUMENT = "document", "Document"


class TerritoryLevel(models.TextChoices):
    REGION = "region", "Région"
    DEPARTEMENT = "departement", "Département"
    EPCI = "epci", "Intercommunalité"
    METROPOLITAN_POLE = "pole-metropolitain", "Pôle métropolitain"
    PETR = "petr", "Pôle d’équilibre territorial et rural (PETR)"
    PAYS = "pays", "Pays"
    PNR = "pnr", "Parc naturel régional"
    SCOT = "scot", "Périmètre d’un schéma de cohérence territoriale (SCoT)"
    SYNDICATE = "syndicat", "Syndicat mixte"
    ASSOCIATION = "association", "Association"
    COMMUNE = "commune", "Commune"
    FOREIGN = "etranger", "Territoire étranger"
    OTHER = "autre", "Autre territoire"


class TermCategory(models.TextChoices):
    ACRONYM = "sigle", "Sigles"
    ACTOR = "acteur", "Acteurs"
    FORM = "forme", "Formes de coopération"
    STAGE = "etape", "Étapes"
    LINK = "lien", "Nature des liens"


class Attribute(models.TextChoices):
    """What a fact is about. Those from the flow on need a label to say what is measured."""

    SIGNATURE_DATE = "date-signature", "Date de signature"
    SIGNATURE_PLACE = "lieu-signature", "Lieu de signature"
    START = "date-debut", "Début"
    END = "date-fin", "Fin"
    DURATION = "duree", "Durée"
    RANK = "rang", "Place parmi les contrats"
    PARTIES = "parties", "Nombre de parties"
    POPULATION = "population", "Population"
    COMMUNES = "communes", "Communes"
    AMOUNT = "montant", "Montant"
    TRIPS = "deplacements", "Déplacements"
    DISTANCE = "distance", "Distance"
    FLOW = "flux", "Flux"
    COUNT = "decompte", "Décompte"
    KEY_FIGURE = "chiffre-cle", "Chiffre clé"
    OTHER = "autre", "Autre"

    @classmethod
    def dates(cls) -> tuple[Attribute, ...]:
        return (cls.SIGNATURE_DATE, cls.START, cls.END)

    @classmethod
    def needing_label(cls) -> tuple[Attribute, ...]:
        return (cls.COUNT, cls.KEY_FIGURE, cls.OTHER, cls.FLOW)


class ThemeMark(models.TextChoices):
    """The signs by which a theme is seen at a glance: icons of the Lucide set, by their names there."""

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
