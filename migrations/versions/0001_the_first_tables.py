"""The first tables."""

import sqlalchemy as sa
from alembic import op

from perscoach_app.tables.moments import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window", UtcDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window"),
    )
    op.create_table(
        "banner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_ru", sa.String(length=300), nullable=False),
        sa.Column("text_en", sa.String(length=300), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tenant",
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=4000), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("contact_link", sa.String(length=300), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("tint", sa.String(length=7), nullable=False),
        sa.Column("address", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("photo_key", sa.String(length=400), nullable=False),
        sa.Column("gpu_budget_usd", sa.Float(), nullable=True),
        sa.Column("storage_budget_bytes", sa.BigInteger(), nullable=True),
        sa.Column("operator", sa.String(length=300), nullable=False),
        sa.Column("operator_contact", sa.String(length=300), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("gpu_regions", sa.JSON(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("tenant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tenant_slug"), ["slug"], unique=True)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(length=16), nullable=False),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_deed"), ["deed"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "client_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("client_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_group_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("email_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("under_age", sa.Boolean(), nullable=False),
        sa.Column("parent_name", sa.String(length=200), nullable=False),
        sa.Column("parent_email", sa.String(length=254), nullable=False),
        sa.Column("parent_agreed_at", UtcDateTime(), nullable=True),
        sa.Column("light", sa.Boolean(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant_id", "email", name="one_person_per_email_and_tenant"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_trainer_id"), ["trainer_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("process", "kind", "place", name="one_problem_per_place"),
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "public_turn",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("what"),
    )
    op.create_table(
        "published_deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entry_id"),
    )
    with op.batch_alter_table("published_deed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_deed_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_deed_deed"), ["deed"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_deed_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "published_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("eta_s", sa.Float(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("busy_s", sa.Float(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=False),
        sa.Column("estimate_usd", sa.Float(), nullable=True),
        sa.Column("error_code", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("job_id"),
    )
    with op.batch_alter_table("published_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_job_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_job_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "studio_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("studio_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("trainers", sa.Integer(), nullable=False),
        sa.Column("clients", sa.Integer(), nullable=False),
        sa.Column("exercises", sa.Integer(), nullable=False),
        sa.Column("trainings", sa.Integer(), nullable=False),
        sa.Column("trainings_week", sa.Integer(), nullable=False),
        sa.Column("jobs_waiting", sa.Integer(), nullable=False),
        sa.Column("jobs_failed_week", sa.Integer(), nullable=False),
        sa.Column("storage_bytes", sa.BigInteger(), nullable=False),
        sa.Column("storage_budget_bytes", sa.BigInteger(), nullable=False),
        sa.Column("month_usd", sa.Float(), nullable=False),
        sa.Column("expected_usd", sa.Float(), nullable=False),
        sa.Column("budget_usd", sa.Float(), nullable=False),
        sa.Column("gpu_seconds", sa.Float(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("studio_id"),
    )
    with op.batch_alter_table("studio_figures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_studio_figures_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "worker_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    with op.batch_alter_table("worker_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_line_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "access_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("access_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_grant_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "admin_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("admin_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admin_order_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_admin_order_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("by_parent", sa.String(length=200), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_document"), ["document"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("renewed_at", UtcDateTime(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=True),
        sa.Column("previous_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_session_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_auth_session_previous_hash"), ["previous_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_auth_session_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_auth_session_token_hash"), ["token_hash"], unique=True)

    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_request_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "exercise",
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("strictness", sa.Float(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("attempted_version", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.Column("error_values", sa.JSON(), nullable=True),
        sa.Column("source_key", sa.String(length=400), nullable=False),
        sa.Column("source_name", sa.String(length=255), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("source_bytes", sa.BigInteger(), nullable=False),
        sa.Column("output_bytes", sa.BigInteger(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("start_s", sa.Float(), nullable=True),
        sa.Column("end_s", sa.Float(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["exercise.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant_id", "slug", name="one_slug_per_tenant"),
    )
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_source_sha256"), ["source_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_exercise_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["client_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_member_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_member_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            "one_membership_per_client",
            ["group_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.String(length=2000), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_credential_id"), ["credential_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_passkey_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passkey_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("p256dh", sa.String(length=200), nullable=False),
        sa.Column("auth", sa.String(length=100), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("endpoint"),
    )
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_subscription_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_push_subscription_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_link_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_link_token_hash"), ["token_hash"], unique=True)

    op.create_table(
        "voice_phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant_id", "person_id", "language", "name", name="one_recording_per_phrase"),
    )
    with op.batch_alter_table("voice_phrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_phrase_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_phrase_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "workout",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("is_template", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("workout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workout_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_workout_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("remind_at", sa.String(length=5), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(client_id IS NULL) <> (group_id IS NULL)", name="to_a_client_or_to_a_group"),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["client_group.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workout_id"],
            ["workout.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_workout_id"), ["workout_id"], unique=False)

    op.create_table(
        "client_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("strictness", sa.Float(), nullable=True),
        sa.Column("range_share", sa.Float(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("client_id", "exercise_id", name="one_target_per_client_and_exercise"),
    )
    with op.batch_alter_table("client_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_target_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_target_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_target_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "first_look",
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("box", sa.JSON(), nullable=True),
        sa.Column("picture_key", sa.String(length=400), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("exercise_id"),
    )
    with op.batch_alter_table("first_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_first_look_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_first_look_verdict"), ["verdict"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("options", sa.JSON(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("eta_s", sa.Float(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("busy_s", sa.Float(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=False),
        sa.Column("estimate_usd", sa.Float(), nullable=True),
        sa.Column("lease_owner", sa.String(length=120), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.Column("error_values", sa.JSON(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index("jobs_to_lease", ["status", "lease_until", "id"], unique=False)
        batch_op.create_index(
            "one_active_job_per_exercise",
            ["exercise_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('queued', 'running')"),
            postgresql_where=sa.text("status IN ('queued', 'running')"),
        )

    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_segment_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "workout_item",
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=True),
        sa.Column("hold_s", sa.Integer(), nullable=True),
        sa.Column("load_kg", sa.Float(), nullable=True),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("rest_s", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("tempo", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("strictness", sa.Float(), nullable=True),
        sa.Column("superset", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voice_key", sa.String(length=400), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(["workout_id"], ["workout.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("workout_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workout_item_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workout_item_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workout_item_workout_id"), ["workout_id"], unique=False)

    op.create_table(
        "homework",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workout_id"],
            ["workout.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assignment_id", "client_id", "day", name="one_homework_per_client_and_day"),
    )
    with op.batch_alter_table("homework", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_homework_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_homework_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_homework_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_homework_workout_id"), ["workout_id"], unique=False)

    op.create_table(
        "moved_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assignment_id", "client_id", "day", name="one_move_per_client_and_day"),
    )
    with op.batch_alter_table("moved_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moved_day_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moved_day_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moved_day_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assignment_id", "client_id", "day", "channel", name="one_reminder_per_day_and_channel"),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("homework_id", sa.Uuid(), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("digest", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["homework_id"],
            ["homework.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_homework_id"), ["homework_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("training_id", "kind", name="one_consent_per_training_and_kind"),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_training_id"), ["training_id"], unique=False)

    op.create_table(
        "exercise_feeling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("feeling", sa.String(length=8), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("training_id", "item", name="one_feeling_per_item"),
    )
    with op.batch_alter_table("exercise_feeling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_feeling_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exercise_feeling_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exercise_feeling_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exercise_feeling_training_id"), ["training_id"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("moments_only", sa.Boolean(), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["training.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_training_id"), ["training_id"], unique=False)

    op.create_table(
        "training_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_version", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("homework_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("set_number", sa.Integer(), nullable=True),
        sa.Column("target", sa.JSON(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("counted_by", sa.String(length=8), nullable=False),
        sa.Column("pain", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("look_after", UtcDateTime(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
        ),
        sa.ForeignKeyConstraint(
            ["homework_id"],
            ["homework.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["workout_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["training.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("training_id", "position", name="one_session_per_position"),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_homework_id"), ["homework_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_look_after"), ["look_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_training_id"), ["training_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("at_s", sa.Float(), nullable=True),
        sa.Column("discuss", sa.Boolean(), nullable=False),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answers_id"],
            ["message.id"],
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["training.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_training_id"), ["training_id"], unique=False)

    op.create_table(
        "repetition_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("repetition", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.String(length=8), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
        ),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("session_id", "repetition", name="one_mark_per_repetition"),
    )
    with op.batch_alter_table("repetition_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_repetition_mark_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repetition_mark_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repetition_mark_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repetition_mark_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "session_chunk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("landmarks", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("session_id", "number", name="one_chunk_per_number"),
    )
    with op.batch_alter_table("session_chunk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_chunk_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_chunk_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "set_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("homework_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=True),
        sa.Column("hold_s", sa.Float(), nullable=True),
        sa.Column("load_kg", sa.Float(), nullable=True),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["homework_id"], ["homework.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["workout_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("homework_id", "item_id", "number", name="one_row_per_set"),
    )
    with op.batch_alter_table("set_done", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_set_done_homework_id"), ["homework_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_set_done_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_set_done_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_set_done_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "strip_film",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenant.id"],
        ),
        sa.PrimaryKeyConstraint("recording_id"),
    )
    with op.batch_alter_table("strip_film", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_strip_film_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_strip_film_tenant_id"), ["tenant_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("strip_film", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_strip_film_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_strip_film_state"))

    op.drop_table("strip_film")
    with op.batch_alter_table("set_done", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_set_done_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_set_done_session_id"))
        batch_op.drop_index(batch_op.f("ix_set_done_item_id"))
        batch_op.drop_index(batch_op.f("ix_set_done_homework_id"))

    op.drop_table("set_done")
    with op.batch_alter_table("session_chunk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_chunk_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_session_chunk_session_id"))

    op.drop_table("session_chunk")
    with op.batch_alter_table("repetition_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_repetition_mark_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_repetition_mark_session_id"))
        batch_op.drop_index(batch_op.f("ix_repetition_mark_exercise_id"))
        batch_op.drop_index(batch_op.f("ix_repetition_mark_client_id"))

    op.drop_table("repetition_mark")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_training_id"))
        batch_op.drop_index(batch_op.f("ix_message_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_message_session_id"))
        batch_op.drop_index(batch_op.f("ix_message_client_id"))
        batch_op.drop_index(batch_op.f("ix_message_author_id"))

    op.drop_table("message")
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_training_id"))
        batch_op.drop_index(batch_op.f("ix_training_session_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_training_session_look_after"))
        batch_op.drop_index(batch_op.f("ix_training_session_homework_id"))
        batch_op.drop_index(batch_op.f("ix_training_session_exercise_id"))
        batch_op.drop_index(batch_op.f("ix_training_session_client_id"))

    op.drop_table("training_session")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_training_id"))
        batch_op.drop_index(batch_op.f("ix_recording_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_recording_state"))
        batch_op.drop_index(batch_op.f("ix_recording_client_id"))

    op.drop_table("recording")
    with op.batch_alter_table("exercise_feeling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exercise_feeling_training_id"))
        batch_op.drop_index(batch_op.f("ix_exercise_feeling_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_exercise_feeling_exercise_id"))
        batch_op.drop_index(batch_op.f("ix_exercise_feeling_client_id"))

    op.drop_table("exercise_feeling")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_training_id"))
        batch_op.drop_index(batch_op.f("ix_consent_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_consent_client_id"))

    op.drop_table("consent")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_training_homework_id"))
        batch_op.drop_index(batch_op.f("ix_training_client_id"))

    op.drop_table("training")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_client_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_assignment_id"))

    op.drop_table("reminder")
    with op.batch_alter_table("moved_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moved_day_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_moved_day_client_id"))
        batch_op.drop_index(batch_op.f("ix_moved_day_assignment_id"))

    op.drop_table("moved_day")
    with op.batch_alter_table("homework", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_homework_workout_id"))
        batch_op.drop_index(batch_op.f("ix_homework_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_homework_client_id"))
        batch_op.drop_index(batch_op.f("ix_homework_assignment_id"))

    op.drop_table("homework")
    with op.batch_alter_table("workout_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workout_item_workout_id"))
        batch_op.drop_index(batch_op.f("ix_workout_item_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_workout_item_exercise_id"))

    op.drop_table("workout_item")
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_segment_exercise_id"))

    op.drop_table("segment")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "one_active_job_per_exercise",
            sqlite_where=sa.text("status IN ('queued', 'running')"),
            postgresql_where=sa.text("status IN ('queued', 'running')"),
        )
        batch_op.drop_index("jobs_to_lease")
        batch_op.drop_index(batch_op.f("ix_job_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_job_exercise_id"))

    op.drop_table("job")
    with op.batch_alter_table("first_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_first_look_verdict"))
        batch_op.drop_index(batch_op.f("ix_first_look_tenant_id"))

    op.drop_table("first_look")
    with op.batch_alter_table("client_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_target_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_client_target_exercise_id"))
        batch_op.drop_index(batch_op.f("ix_client_target_client_id"))

    op.drop_table("client_target")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_workout_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_group_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_client_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("workout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workout_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_workout_created_by"))

    op.drop_table("workout")
    with op.batch_alter_table("voice_phrase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voice_phrase_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_voice_phrase_person_id"))

    op.drop_table("voice_phrase")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_token_hash"))
        batch_op.drop_index(batch_op.f("ix_sign_in_link_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_link_person_id"))

    op.drop_table("sign_in_link")
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscription_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_push_subscription_person_id"))

    op.drop_table("push_subscription")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_passkey_person_id"))
        batch_op.drop_index(batch_op.f("ix_passkey_credential_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index(
            "one_membership_per_client", sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_group_member_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_group_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_group_member_group_id"))

    op.drop_table("group_member")
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exercise_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_exercise_source_sha256"))

    op.drop_table("exercise")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_request_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_data_request_person_id"))

    op.drop_table("data_request")
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_session_token_hash"))
        batch_op.drop_index(batch_op.f("ix_auth_session_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_auth_session_previous_hash"))
        batch_op.drop_index(batch_op.f("ix_auth_session_person_id"))

    op.drop_table("auth_session")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_person_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_document"))

    op.drop_table("agreement")
    with op.batch_alter_table("admin_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_admin_order_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_admin_order_state"))

    op.drop_table("admin_order")
    with op.batch_alter_table("access_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_grant_tenant_id"))

    op.drop_table("access_grant")
    with op.batch_alter_table("worker_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_line_tenant_id"))

    op.drop_table("worker_line")
    with op.batch_alter_table("studio_figures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_studio_figures_tenant_id"))

    op.drop_table("studio_figures")
    with op.batch_alter_table("published_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_job_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_published_job_status"))

    op.drop_table("published_job")
    with op.batch_alter_table("published_deed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_deed_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_published_deed_deed"))
        batch_op.drop_index(batch_op.f("ix_published_deed_at"))

    op.drop_table("published_deed")
    op.drop_table("public_turn")
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_tenant_id"))

    op.drop_table("problem")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_trainer_id"))
        batch_op.drop_index(batch_op.f("ix_person_tenant_id"))

    op.drop_table("person")
    with op.batch_alter_table("client_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_group_tenant_id"))

    op.drop_table("client_group")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_deed"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("tenant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tenant_slug"))

    op.drop_table("tenant")
    op.drop_table("banner")
    op.drop_table("attempt")
