"""Registers the app, and what must happen on every connection and after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def declare_process(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Commands and workers see every row; a web process sees none outside a scope."""
    if connection.vendor == "postgresql" and settings.MANDAT_PROCESS != "web":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('mandat.system', 'on', false)")


def grant_tables(using: str, **_: Any) -> None:
    """Let the role of web requests use the tables that were just made."""
    from django.db import connections

    from mandat.firms.rls import ensure_role

    ensure_role(connections[using])


class FirmsConfig(AppConfig):
    """People and rights: users, firms, members, portfolios, grants, offices, staff, audit."""

    name = "mandat.firms"
    label = "firms"

    def ready(self) -> None:
        """Connect the hooks of the database, and those of signing in."""
        from allauth.mfa.signals import authenticator_added
        from allauth.usersessions.models import UserSession
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.db.models.signals import pre_save

        from mandat.firms import devices, seeing_as, sessions

        connection_created.connect(declare_process, dispatch_uid="mandat.declare_process")
        post_migrate.connect(grant_tables, dispatch_uid="mandat.grant_tables")
        user_logged_in.connect(sessions.on_signed_in, dispatch_uid="mandat.on_signed_in")
        user_logged_out.connect(seeing_as.on_signed_out, dispatch_uid="mandat.on_signed_out")
        user_logged_in.connect(devices.on_signed_in, dispatch_uid="mandat.device")
        pre_save.connect(
            devices.on_session_saved, sender=UserSession, dispatch_uid="mandat.shorten_browser"
        )
        authenticator_added.connect(sessions.on_factor_added, dispatch_uid="mandat.on_factor_added")
