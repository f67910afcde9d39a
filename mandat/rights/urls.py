"""The addresses of rights."""

from django.urls import path

from mandat.rights.views import (
    changes,
    confidence,
    invitations,
    joining,
    log,
    looking,
    matrix,
    portfolio,
    portfolios,
    radar,
    seeing,
    users,
)

app_name = "rights"
urlpatterns = [
    path("clients/<int:pk>/confidence/", confidence.confidence, name="confidence"),
    path("clients/<int:pk>/who/", seeing.who, name="who"),
    path("portfolios/", portfolios.portfolios, name="portfolios"),
    path("portfolios/merging/", portfolios.portfolios_merge, name="portfolios_merge"),
    path("portfolios/new/", portfolios.portfolio_new, name="portfolio_new"),
    path("portfolios/<int:pk>/", portfolio.portfolio, name="portfolio"),
    path("portfolios/<int:pk>/archive/", portfolios.portfolio_archive, name="portfolio_archive"),
    path("portfolios/<int:pk>/clients/", portfolio.portfolio_add, name="portfolio_add"),
    path("portfolios/<int:pk>/edit/", portfolios.portfolio_edit, name="portfolio_edit"),
    path("portfolios/<int:pk>/people/", portfolio.portfolio_members, name="portfolio_members"),
    path("portfolios/<int:pk>/restore/", portfolios.portfolio_restore, name="portfolio_restore"),
    path("rights/changes/", changes.changes, name="changes"),
    path("rights/changes/<int:pk>/", changes.change, name="change"),
    path("rights/changes/<int:pk>/undo/", changes.undo_change, name="undo"),
    path("rights/log/", log.log, name="log"),
    path("rights/log/export/", log.log_export, name="log_export"),
    path("rights/log/verify/", log.log_verify, name="log_verify"),
    path("rights/matrix/", matrix.matrix, name="matrix"),
    path("rights/placing/", portfolio.placing, name="placing"),
    path("rights/radar/", radar.radar, name="radar"),
    path("rights/roles/", users.roles, name="roles"),
    path("see-as/stop/", looking.stop, name="see_as_stop"),
    path("join/<str:token>/", joining.join, name="join"),
    path("users/", users.users, name="users"),
    path("users/invitations/", invitations.invitations, name="invitations"),
    path(
        "users/invitations/<int:pk>/sending/", invitations.sending, name="invitation_sending"
    ),
    path(
        "users/invitations/<int:pk>/withdrawal/",
        invitations.withdrawal,
        name="invitation_withdrawal",
    ),
    path("users/invite/", invitations.invite, name="invite"),
    path("users/<int:pk>/", seeing.member, name="member"),
    path("users/<int:pk>/see-as/", looking.see_as, name="see_as"),
]
