"""The one module that knows every feature: it puts the app together."""

from datetime import timedelta
from pathlib import Path
from threading import Event

from flask import Flask
from flask_wtf.csrf import generate_csrf
from werkzeug.local import LocalProxy

from diary import extensions, transactions
from diary.access import cli as access_cli
from diary.access import routes as access_routes
from diary.accounts import routes as accounts_routes
from diary.audit import actions as audit
from diary.audit import cli as audit_cli
from diary.auth import cli as auth_cli
from diary.auth import denied_requests, device_lock
from diary.auth import routes as auth_routes
from diary.charts import cli as charts_cli
from diary.charts import routes as charts_routes
from diary.clinic import routes as clinic_routes
from diary.config import ROOT, Settings
from diary.db import engine
from diary.demo import cli as demo_cli
from diary.entries import routes as entries_routes
from diary.guidance import routes as guidance_routes
from diary.imports import cli as imports_cli
from diary.imports import routes as imports_routes
from diary.operations import cli as operations_cli
from diary.privacy import cli as privacy_cli
from diary.privacy import routes as privacy_routes
from diary.privacy.queries.consent import has_unanswered_text
from diary.private_files import protect
from diary.reminders import cli as reminders_cli
from diary.reminders import routes as reminders_routes
from diary.request_state import request_state
from diary.startup import guard_commands
from diary.sync import routes as sync_routes
from diary.treatments import routes as treatments_routes
from diary.web import (
    assets,
    awaited_consent,
    background,
    body_limits,
    device_cookies,
    errors,
    filters,
    guards,
    headers,
    origin,
    proxies,
)

PRIVATE = ("secret_key", "push_key")  # in the instance folder
# each may answer in place of the view: the first answer is sent
BEFORE_VIEW = (origin.refuse_other_sites, device_lock.ask_for_pin, guards.check_view)
# each gets the answer of the one before: it is committed before anything is said of it
AFTER_VIEW = (
    denied_requests.record_denied,
    transactions.finish_transaction,
    device_cookies.write_cookies,
    headers.add_headers,
)
PAGES = (
    auth_routes,
    accounts_routes,
    access_routes,
    treatments_routes,
    entries_routes,
    imports_routes,
    charts_routes,
    clinic_routes,
    guidance_routes,
    sync_routes,
    reminders_routes,
    privacy_routes,
)
COMMANDS = (
    auth_cli.group,
    imports_cli.treatments,
    imports_cli.entries,
    charts_cli.group,
    charts_cli.relief,
    demo_cli.group,
    reminders_cli.group,
    privacy_cli.export,
    privacy_cli.bring_back,
    privacy_cli.erasures,
    audit_cli.group,
    operations_cli.backup,
    operations_cli.restore,
    operations_cli.database,
    operations_cli.keys,
)


def create_app(settings: Settings) -> Flask:
    """Build an app with these settings. Two of them can live side by side."""
    app = Flask(
        "diary",
        root_path=str(ROOT / "diary"),
        instance_path=str(settings.instance),
        static_folder=None,
        template_folder=str(ROOT / "templates"),
    )
    app.static_folder = str(ROOT / "static")  # served by our own route, fingerprinted
    app.extensions["settings"] = settings
    # signing in lies below privacy, so it is told here whom to ask
    app.extensions[awaited_consent.ASK] = has_unanswered_text
    _configure(app, settings)
    _bind_extensions(app, settings)
    body_limits.install(app)
    for before in BEFORE_VIEW:
        app.before_request(before)
    for after in reversed(AFTER_VIEW):  # Flask runs what is registered last first
        app.after_request(after)
    errors.install(app)
    background.install(app)
    filters.install(app)
    _add_features(app)
    guard_commands(app)
    _templates(app)
    proxies.install(app, settings.proxies, production=settings.production)
    return app


def start_reminders(app: Flask) -> None:
    """Send reminders beside the pages, in a server's own process and never in the shell."""
    settings: Settings = app.extensions["settings"]
    if settings.reminders == "yes":
        reminders_cli.start(app, Event())


def start_erasures(app: Flask) -> None:
    """Erase what is due beside the pages, in a server's own process and never in the shell."""
    privacy_cli.start(app, Event())


def _configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, all derived from ours."""
    instance = Path(settings.instance)
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    protect(instance, *(instance / name for name in PRIVATE), settings.audit_heads)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_ENGINES={"default": engine.engine_options(settings.database_url)},
        ALEMBIC={"script_location": str(ROOT / "diary" / "migrations" / "versions")},
        # SQLite can roll tables back too: a migration that is cut off must leave nothing behind
        ALEMBIC_CONTEXT={"transactional_ddl": True},
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=body_limits.SIGNED_IN,  # each request has a limit of its own: see there
        MAX_FORM_MEMORY_SIZE=body_limits.SIGNED_IN,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-diary" if settings.secure else "diary",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
        # a form may stay open as long as the sign-in lasts
        WTF_CSRF_TIME_LIMIT=None,
        # the check that the sender's page is ours needs a referrer, which TLS pages send
        WTF_CSRF_SSL_STRICT=True,
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "application/json"],
        COMPRESS_MIN_SIZE=800,
    )


def _bind_extensions(app: Flask, settings: Settings) -> None:
    extensions.db.init_app(app)
    with app.app_context():
        engine.prepare(extensions.db.engine, settings.keys)
        audit.watch(extensions.db.sessionmaker, settings.audit_heads)
    extensions.alembic.init_app(app)
    # the page of a failing database must not ask the database who looks
    extensions.login_manager.init_app(app, add_context_processor=False)
    extensions.csrf.init_app(app)
    extensions.compress.init_app(app)


def _add_features(app: Flask) -> None:
    """The pages and the shell commands of each feature."""
    app.register_blueprint(assets.bp)
    for pages in PAGES:
        app.register_blueprint(pages.bp)
    for command in (access_cli.close, access_cli.reopen):
        auth_cli.group.add_command(command)  # what an account may read lies above accounts
    for commands in COMMANDS:
        app.cli.add_command(commands)


def _templates(app: Flask) -> None:
    """What every template may use."""
    app.add_template_global(assets.asset, "asset")
    app.add_template_global(generate_csrf, "csrf_token")
    app.add_template_global(request_state, "request_state")
    # lazy: the page of a failing database must not ask the database who looks
    app.add_template_global(LocalProxy(guards.maybe_viewer), "viewer")
