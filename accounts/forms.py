"""Forms of log-in."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.auth import LoginForm

from accounts.second_factor import DIGITS, RECOVERY_DIGITS


class SignInForm(LoginForm):
    """Browsers and password managers are told what each field is."""

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["username"].widget.attrs.update(
            autocomplete="username", autocapitalize="none", spellcheck="false"
        )
        self.fields["password"].label = "Mot de passe"  # Wagtail leaves it in English
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class CodeForm(forms.Form):
    """A code of an application, or one on paper: figures both, so that phones show their keys."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text=f"Les {DIGITS} chiffres de l’application, ou les {RECOVERY_DIGITS} chiffres d’un "
        "code de secours.",
        error_messages={"required": f"Tapez les {DIGITS} chiffres que l’application affiche."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )
    remember = forms.BooleanField(
        label="Ne plus demander de code sur cet appareil pendant 30 jours",
        help_text="À ne pas cocher sur un appareil que d’autres utilisent.",
        required=False,
    )


class FirstCodeForm(CodeForm):
    """The code that shows that an application has the key."""

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["code"].help_text = f"Les {DIGITS} chiffres que l’application affiche."
