"""Which model a published job lacked, and what of it: administrators see to that."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("published_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lacking", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("published_job", schema=None) as batch_op:
        batch_op.drop_column("lacking")
