"""The house's own rules, held: floors, sizes, doors, templates, tenants."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

from mandat.config import settings as real
from tools import budgets, lock, templates

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mandat"
APPS = [name for name in real.INSTALLED_APPS if name.startswith("mandat.")]
FOLDERS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
OPEN = {"healthz", "set_language", "join"}  # nobody in particular asks for these
# Keys of tenant tables that need not begin with the firm: who holds a link is in none yet.
UNIQUE_ACROSS_FIRMS = {"invitation_token_once"}


def _floors_of_docs():
    text = (ROOT / "docs/contributing.md").read_text()
    block = text.split("```")[1]
    rows = [re.split(r"\s{2,}", line)[0] for line in block.strip().splitlines()]
    return [sorted(part.strip() for part in row.split("|")) for row in rows]


def test_floors_of_the_contract_are_those_of_the_docs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    floors = [sorted(part.strip() for part in row.split("|")) for row in contracts[0]["layers"]]
    assert floors == _floors_of_docs()
    assert contracts[0]["exhaustive"] is True
    assert {*contracts[1]["containers"]} == {*APPS} - {"mandat.ui"}


def test_files_and_functions_keep_their_size():
    assert not budgets.problems(), "\n".join(budgets.problems())


def test_lock_files_fit_the_project_and_name_no_registry():
    assert lock.problems() == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_folder_says_what_it_is_and_has_tests(folder):
    assert (folder / "README.md").exists()
    assert any(folder.glob("**/tests/test_*.py")), "no tests"


def test_every_module_opens_with_a_sentence():
    silent = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if not {"tests", "migrations"} & {*path.parts}
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_templates_keep_the_strict_policy():
    assert not templates.problems(), "\n".join(templates.problems())


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>1</script>",
        '<a href="#" onclick="x()">',
        '<a href="javascript:x()">',
        '<img src="https://example.org/a.png">',
        "{{ name|safe }}",
    ],
)
def test_what_the_policy_forbids_is_seen(text):
    assert list(templates.in_text(text))


def _named_templates():
    """Every template that a view or another template names, with who names it."""
    pattern = re.compile(
        r"""["']([a-z_]+(?:/[a-z_0-9]+)*\.html|[a-z_]+(?:/[a-z_0-9]+)+\.txt)(?:#[a-z_0-9-]+)?["']"""
    )
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]:
        if "tests" not in path.parts and "migrations" not in path.parts:
            for name in pattern.findall(path.read_text()):
                yield name, path


def test_every_template_named_exists():
    folders = {
        str(p.relative_to(PACKAGE)).split("templates/", 1)[-1]
        for p in PACKAGE.rglob("templates/**/*.*")
    }
    foreign = ("account/", "mfa/", "usersessions/", "allauth/", "django/")
    lost = [
        f"{path.relative_to(ROOT)}: {name}"
        for name, path in _named_templates()
        if name not in folders and not name.startswith(foreign)
    ]
    assert not lost, "\n".join(lost)


def test_templates_live_in_their_own_app_and_are_used():
    by_framework = ("account/", "mfa/", "usersessions/", "allauth/", "elements/")
    sources = [path for path in PACKAGE.rglob("*.*") if path.suffix in {".py", ".html"}]
    told = {path: path.read_text() for path in sources if "tests" not in path.parts}
    strays, unused = [], []
    for path in PACKAGE.rglob("templates/**/*.html"):
        app = path.relative_to(PACKAGE).parts[0]
        name = str(path).split("/templates/", 1)[1]
        if "/" not in name or name.startswith(by_framework):
            continue  # error pages and the frames of allauth are found by their names
        if not name.startswith(f"{app}/"):
            strays.append(name)
        # Named whole, or by its stem where the view chooses between two.
        stem = f'"{path.stem}"'
        mine = (text for source, text in told.items() if source.is_relative_to(PACKAGE / app))
        if not any(name in text for text in told.values()) and not any(stem in t for t in mine):
            unused.append(name)
    assert (strays, unused) == ([], [])


def _patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, where)
        elif isinstance(pattern, URLPattern):
            yield where, pattern


def test_every_view_of_ours_says_who_may_open_it():
    open_views = []
    for where, pattern in _patterns(get_resolver()):
        ours = pattern.callback.__module__.startswith("mandat.")
        if ours and not getattr(pattern.callback, "permission", ""):
            open_views.append((pattern.name, where))
    assert {name for name, _where in open_views} <= OPEN, open_views


def _tenant_models():
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if model.__module__.startswith("mandat.") and "firm_id" in names:
            yield model


def _unique_keys(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.name, constraint.fields, constraint.condition
    for fields in model._meta.unique_together:
        yield f"{model.__name__} {fields}", fields, None
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and not isinstance(field, models.OneToOneField):
            yield f"{model.__name__}.{field.name}", (field.name,), None


def test_unique_keys_of_tenants_begin_with_the_firm():
    wrong = []
    for model in _tenant_models():
        for name, fields, condition in _unique_keys(model):
            # A key that holds where there is no firm is another owner's: an office's.
            if condition is not None and "firm__isnull" in str(condition):
                continue
            if (
                not fields or fields[0] not in {"firm", "office"}
            ) and name not in UNIQUE_ACROSS_FIRMS:
                wrong.append((name, fields))
    assert wrong == []


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_every_table_of_a_tenant_has_its_policies():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity, "
            "(SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid) "
            "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        guarded = {name for name, forced, policies in cursor.fetchall() if forced and policies}
    # Who somebody is must be known before their firm is: docs/decisions/0004-three-doors.md.
    identity = {"firms_member"}
    tables = {model._meta.db_table for model in _tenant_models()}
    assert tables
    assert tables - guarded == identity
