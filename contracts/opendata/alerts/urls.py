"""Addresses of alerts; those where one is asked for stand beside each list."""

from django.urls import path

from contracts.opendata.alerts import link_views, views

_ONE = "alertes/suivi/<str:token>/<uuid:key>/"

urlpatterns = [
    path("alertes/", views.lost_link, name="alerts_lost_link"),
    path("alertes/lien-envoye/", views.link_sent, name="alerts_link_sent"),
    path("alertes/demandee/", views.asked, name="alert_asked"),
    path("alertes/effacees/", link_views.erased, name="alerts_erased"),
    path("alertes/confirmer/<str:token>/", link_views.confirm, name="alert_confirm"),
    path("alertes/arreter/<str:token>/", link_views.stop_all, name="alerts_stop"),
    path("alertes/suivi/<str:token>/", link_views.own, name="alerts"),
    path("alertes/suivi/<str:token>/effacer/", link_views.erase, name="alerts_erase"),
    path("alertes/suivi/<str:token>/donnees/", link_views.data, name="alerts_data"),
    path(f"{_ONE}changer/", link_views.change, name="alert_change"),
    path(f"{_ONE}pause/", link_views.pause, name="alert_pause"),
    path(f"{_ONE}reprendre/", link_views.resume, name="alert_resume"),
    path(f"{_ONE}arreter/", link_views.stop_one, name="alert_stop"),
]
