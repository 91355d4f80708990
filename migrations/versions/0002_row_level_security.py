"""Row-level security on PostgreSQL: the role of serving processes sees and writes one tenant's rows. On SQLite nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLE = "perscoach_web"
POLICY = "one_tenant"
PRESENT = "nullif(current_setting('perscoach.tenant', true), '')::integer"
OPEN = ("attempt",)  # counts of attempts, under hashes: whoever signs in belongs to no tenant yet
READ_BY_ALL = ("banner",)  # what everybody is told; only a worker writes it
WRITTEN_ONCE = ("audit_entry",)  # lines of the audit are added and read

# Roles belong to the whole server, not to one database: another installation may have made it, or an administrator for a user who may not.
MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'perscoach_web') THEN
        CREATE ROLE perscoach_web NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'perscoach_web', 'MEMBER') OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        BEGIN
            GRANT perscoach_web TO CURRENT_USER;
        EXCEPTION WHEN insufficient_privilege THEN NULL;  -- granted by the administrator who made it
        END;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'an administrator of this server has to run: CREATE ROLE perscoach_web NOLOGIN; GRANT perscoach_web TO %',
            current_user;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(MAKE_ROLE)
    op.execute(f"DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {ROLE}', current_schema()); END $$")
    for table in _tenant_tables():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ROLE}")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {POLICY} ON {table} TO {ROLE} USING (tenant_id = {PRESENT}) WITH CHECK (tenant_id = {PRESENT})")
    for table in OPEN:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ROLE}")
    for table in READ_BY_ALL:
        op.execute(f"GRANT SELECT ON {table} TO {ROLE}")
    for table in WRITTEN_ONCE:
        op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {ROLE}")
    # A host is looked up before its tenant is known, and a new tenant is nobody's yet; changing one is its own affair, deleting nobody's.
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON tenant TO {ROLE}")
    op.execute("ALTER TABLE tenant ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY hosts_are_known ON tenant FOR SELECT TO {ROLE} USING (true)")
    op.execute(f"CREATE POLICY studios_are_made ON tenant FOR INSERT TO {ROLE} WITH CHECK (kind = 'studio')")
    op.execute(
        f"CREATE POLICY {POLICY} ON tenant FOR UPDATE TO {ROLE} USING (id = {PRESENT}) WITH CHECK (id = {PRESENT} AND kind = 'studio')"
    )
    op.execute(f"DO $$ BEGIN EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO {ROLE}', current_schema()); END $$")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _tenant_tables():
        op.execute(f"DROP POLICY {POLICY} ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM {ROLE}")
    for policy in ("hosts_are_known", "studios_are_made", POLICY):
        op.execute(f"DROP POLICY {policy} ON tenant")
    op.execute("ALTER TABLE tenant DISABLE ROW LEVEL SECURITY")
    for table in ("tenant", *OPEN, *READ_BY_ALL):
        op.execute(f"REVOKE ALL ON {table} FROM {ROLE}")
    op.execute(f"DO $$ BEGIN EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM {ROLE}', current_schema()); END $$")
    op.execute(f"DO $$ BEGIN EXECUTE format('REVOKE ALL ON SCHEMA %I FROM {ROLE}', current_schema()); END $$")


def _tenant_tables() -> list[str]:
    """All that the first migration made with a `tenant_id`."""
    query = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'tenant_id' ORDER BY 1"
    )
    return list(op.get_bind().scalars(sa.text(query)))
