"""Addresses of the form and of the signed links; those of the desk are in `wagtail_hooks`."""

from django.urls import path

from contracts.editing.proposing import views

urlpatterns = [
    path("proposer-une-experience/", views.propose, name="propose"),
    path("proposer-une-experience/effacee/", views.erased, name="proposal_erased"),
    path("proposer-une-experience/suivi/<str:token>/", views.own, name="proposal"),
    path("proposer-une-experience/suivi/<str:token>/effacer/", views.erase, name="proposal_erase"),
]
