"""The second wall between tenants, behind the filters that every service writes itself.

A database session speaks for one tenant from the moment it is known whose host is asked (`narrow`). From then on the session adds that
tenant to every SELECT, UPDATE and DELETE, and refuses to write a row of another. In a serving process a session that speaks for nobody
reads and writes no tenant's rows at all. On PostgreSQL the database says the same once more: row-level security, for the role that
serving processes take on (`migrations/versions/0002_*`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Table, event, text
from sqlalchemy.orm import LoaderCriteriaOption, Mapper, ORMExecuteState, SessionTransaction, UOWTransaction, class_mapper
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel

WEB_ROLE = "perscoach_web"  # owns nothing and cannot sign in: serving processes take it on for each transaction
TENANT_SETTING = "perscoach.tenant"  # what the policies of row-level security read; gone with the transaction
_KNOWN_TENANTS = 256  # whose criteria are kept ready
_INFO = "tenant_id"
_entered: ContextVar[int | None] = ContextVar("entered", default=None)
_task_serves: ContextVar[bool] = ContextVar("task_serves", default=False)
_process_serves = False


class WrongTenant(RuntimeError):
    """A session of one tenant was about to touch another's rows: a mistake of ours, never a visitor's."""


class WalledSession(Session):
    """A session that can be narrowed to a tenant."""


def narrow(db: Session, tenant_id: int | None) -> None:
    """From here on `db` sees and writes rows of this tenant alone; there is no way back and none to another.

    Raises:
        WrongTenant: it speaks for another tenant already.
    """
    if tenant_id is None:
        raise WrongTenant("a tenant without a number")
    present = db.info.setdefault(_INFO, tenant_id)
    if present != tenant_id:
        raise WrongTenant(f"this session speaks for tenant {present}, not for {tenant_id}")
    if db.in_transaction():
        _tell_the_database(db.connection(), tenant_id)


def enter(tenant_id: int | None) -> None:
    """Sessions that are opened from here on, in this request, are narrowed from the start. For asynchronous dependencies."""
    _entered.set(tenant_id)


def entered() -> int | None:
    """Whose request this is, if it is known."""
    return _entered.get()


def serve() -> None:
    """This process answers strangers: from now on nothing without a tenant, and on PostgreSQL nothing with the owner's rights."""
    global _process_serves  # noqa: PLW0603 - a fact about the process, set once at its start
    _process_serves = True


@contextmanager
def serving() -> Iterator[None]:
    """The same for this task alone: for tests and measurements, which are owner and visitor in one process."""
    before = _task_serves.set(True)
    try:
        yield
    finally:
        _task_serves.reset(before)


def is_serving() -> bool:
    """Whether a stranger may be behind what is asked now."""
    return _process_serves or _task_serves.get()


def take_on_web_role(connection: Connection) -> None:
    """At the beginning of a transaction on PostgreSQL: a serving process gives up the owner's rights until its end."""
    if is_serving():
        connection.exec_driver_sql(f"SET LOCAL ROLE {WEB_ROLE}")


@cache
def tenant_classes() -> tuple[type[SQLModel], ...]:
    """Every mapped class whose rows belong to a tenant."""
    return tuple(mapper.class_ for mapper in SQLModel._sa_registry.mappers if "tenant_id" in mapper.columns)


@cache
def tenant_tables() -> frozenset[Table]:
    """The tables of the same."""
    return frozenset(table for table in SQLModel.metadata.tables.values() if "tenant_id" in table.columns)


class _OneTenant(LoaderCriteriaOption):
    """`with_loader_criteria` for all tenant's classes in one option: twenty would double the cost of a query."""

    _traverse_internals = (
        LoaderCriteriaOption._traverse_internals
    )  # two of these differ by the tenant alone, which is a parameter: compiled once

    def _all_mappers(self) -> Iterator[Mapper[Any]]:
        return (class_mapper(each) for each in tenant_classes())


@lru_cache(maxsize=_KNOWN_TENANTS)
def _criteria(tenant_id: int) -> LoaderCriteriaOption:
    return _OneTenant(tenant_classes()[0], lambda each: each.tenant_id == tenant_id, include_aliases=True)


@event.listens_for(WalledSession, "do_orm_execute")
def _see_one_tenant(state: ORMExecuteState) -> None:
    tenant_id = state.session.info.get(_INFO)
    if tenant_id is None:
        if is_serving() and not tenant_tables().isdisjoint(_tables_of(state)):
            raise WrongTenant("a serving process asked for tenants' rows before it knew whose")
    elif state.is_insert:
        _check_inserted(state, tenant_id)
    elif not state.is_column_load:  # what is read anew by its key was found by this session before
        state.statement = state.statement.options(_criteria(tenant_id))


@event.listens_for(WalledSession, "before_flush")
def _write_one_tenant(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    tenant_id = session.info.get(_INFO)
    for row in (*session.new, *session.dirty, *session.deleted):
        if row.__tablename__ == "tenant":
            belongs = row in session.new or tenant_id in (None, row.id)
        elif isinstance(row, tenant_classes()):
            belongs = row.tenant_id == tenant_id if tenant_id is not None else not is_serving()  # type: ignore[attr-defined]
        else:
            continue
        if not belongs:
            raise WrongTenant(f"a {type(row).__name__} of another tenant in a session of tenant {tenant_id}")


@event.listens_for(WalledSession, "after_begin")
def _narrow_transaction(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    tenant_id = session.info.get(_INFO)
    if tenant_id is not None:
        _tell_the_database(connection, tenant_id)


def _tell_the_database(connection: Connection, tenant_id: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": TENANT_SETTING, "value": str(tenant_id)})


def _check_inserted(state: ORMExecuteState, tenant_id: int) -> None:
    statement: Any = state.statement
    if statement.table not in tenant_tables():
        return
    rows = [statement._values or {}, *(row for rows in statement._multi_values for row in rows)]
    rows += state.parameters if isinstance(state.parameters, list) else [state.parameters or {}]
    written = [value for row in rows for name, value in row.items() if getattr(name, "key", name) == "tenant_id"]
    if statement.select is not None or not written or any(getattr(value, "value", value) != tenant_id for value in written):
        raise WrongTenant(f"a row of {statement.table.name} for another tenant in a session of tenant {tenant_id}")


def _tables_of(state: ORMExecuteState) -> set[Any]:
    statement: Any = state.statement
    return {element for element in visitors.iterate(statement) if isinstance(element, Table)}
