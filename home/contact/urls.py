"""Addresses of the contact form."""

from django.urls import path

from home.contact import views

urlpatterns = [
    path("contact/", views.write, name="contact"),
    path("contact/recu/<str:token>/", views.received, name="contact_received"),
]
