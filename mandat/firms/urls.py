"""The addresses of people and rights."""

from django.urls import path

from mandat.firms import office_log, views, watch_views

app_name = "firms"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("watch/", watch_views.watch, name="watch"),
    path("watch/alarms/<int:pk>/seen/", watch_views.alarm_seen, name="alarm_seen"),
    path("watch/members/<int:pk>/freeze/", watch_views.freeze, name="freeze"),
    path("watch/members/<int:pk>/unfreeze/", watch_views.unfreeze, name="unfreeze"),
    path("watch/members/<int:pk>/allowance/", watch_views.allowance, name="allowance"),
    path("watch/members/<int:pk>/factor/", watch_views.factor_reset, name="factor_reset"),
    path("office/log/", office_log.office_log, name="office_log"),
    path("office/log/verify/", office_log.office_log_verify, name="office_log_verify"),
    path("office/switch/", watch_views.switch, name="switch"),
    path("office/switch/back/", watch_views.switch_back, name="switch_back"),
]
