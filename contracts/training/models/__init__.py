"""Sessions, their registrations and their mail."""

from contracts.training.models.mail import RegistrationMail
from contracts.training.models.programme import (
    Partner,
    Practical,
    PresentedFiche,
    ProgrammeItem,
    SessionAudience,
    SessionDate,
    Speaker,
    Why,
)
from contracts.training.models.registration import (
    LIVE,
    PUBLICS,
    SEATED,
    Registration,
    RegistrationEvent,
    Status,
)
from contracts.training.models.session import TrainingSessionPage
from contracts.training.models.session_index import SessionIndexPage
from contracts.training.models.session_return import Material, ReturnNote
from contracts.training.models.state import SessionState
from contracts.training.values.vocabulary import MailKind, NoteKind

__all__ = [
    "LIVE",
    "PUBLICS",
    "SEATED",
    "MailKind",
    "Material",
    "NoteKind",
    "Partner",
    "Practical",
    "PresentedFiche",
    "ProgrammeItem",
    "Registration",
    "RegistrationEvent",
    "RegistrationMail",
    "ReturnNote",
    "SessionAudience",
    "SessionDate",
    "SessionIndexPage",
    "SessionState",
    "Speaker",
    "Status",
    "TrainingSessionPage",
    "Why",
]
