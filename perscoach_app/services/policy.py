"""A studio's privacy policy: who answers for the data, who keeps them, where, and for how long. What is chosen here is kept to."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from perscoach_app.services import retention, site
from perscoach_app.services.privacy_errors import OperatorMissing, RetentionUnknown, StoredElsewhere
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import Tenant

OPERATOR_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy says.

    Attributes:
        operator: who answers for the clients' data (152-ФЗ: оператор; GDPR: controller).
        processor: who keeps them on the operator's behalf.
        region: where files and rows lie; empty: nobody has said.
        only_here: files may lie nowhere else.
        gpu_region: where videos are processed now.
        gpu_only_here: they may be processed nowhere else.
    """

    operator: str
    operator_contact: str
    processor: str
    processor_contact: str
    region: str
    only_here: bool
    gpu_region: str
    gpu_only_here: bool
    retention_days: int


def of_tenant(tenant: Tenant) -> Policy:
    """The policy of a studio; as long as she has not said who answers, it is she whose site it is."""
    here = get_settings()
    return Policy(
        operator=tenant.operator or tenant.name,
        operator_contact=tenant.operator_contact or tenant.contact_email or tenant.contact_phone,
        processor=here.processor,
        processor_contact=here.processor_contact,
        region=tenant.region or here.region,
        only_here=bool(tenant.region),
        gpu_region=", ".join(tenant.gpu_regions or ()) or gpu_region(),
        gpu_only_here=bool(tenant.gpu_regions),
        retention_days=tenant.retention_days,
    )


def of_product() -> Policy:
    """The policy of the installation itself, for trainers: there the processor answers."""
    here = get_settings()
    days = int(Tenant.model_fields["retention_days"].default)
    return Policy(
        here.processor, here.processor_contact, here.processor, here.processor_contact, here.region, False, gpu_region(), False, days
    )


def gpu_region() -> str:
    """Where this process's videos are processed."""
    return get_settings().gpu_region or get_settings().region


def change(db: Session, scope: Scope, operator: str, contact: str, retention_days: int, *, only_here: bool, gpu_only_here: bool) -> Policy:
    """A trainer says who answers, how long things are kept and where they may be.

    Raises:
        NotFound: the caller is no trainer.
        OperatorMissing: nobody is named.
        RetentionUnknown: not one of `retention.CHOICES`.
    """
    tenant = site.own_tenant(db, scope)
    operator, contact = " ".join(operator.split())[:OPERATOR_CHARACTERS], " ".join(contact.split())[:OPERATOR_CHARACTERS]
    if not operator or not contact:
        raise OperatorMissing
    if retention_days not in retention.CHOICES:
        raise RetentionUnknown
    tenant.operator, tenant.operator_contact, tenant.retention_days = operator, contact, retention_days
    if only_here != bool(tenant.region):
        tenant.region = get_settings().region if only_here else ""
    if gpu_only_here != bool(tenant.gpu_regions):
        tenant.gpu_regions = [gpu_region()] if gpu_only_here and gpu_region() else None
    db.add(tenant)
    db.commit()
    return of_tenant(tenant)


def check_region(tenant: Tenant) -> None:
    """Whether a file of the tenant's may be kept by this installation.

    Raises:
        StoredElsewhere: it was moved since she chose.
    """
    if tenant.region and tenant.region != get_settings().region:
        raise StoredElsewhere(wanted=tenant.region)


def not_to_be_processed_here(db: Session) -> list[int]:
    """The tenants whose videos this worker may not process."""
    rows = db.exec(select(Tenant.id, Tenant.gpu_regions).where(col(Tenant.gpu_regions).is_not(None)))
    return [tenant or 0 for tenant, regions in rows if regions and gpu_region() not in regions]
