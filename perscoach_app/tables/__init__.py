"""Tables, one file a thing. Importing this package registers all of them."""

from perscoach_app.tables.exercise import Exercise, ExerciseCreate, ExercisePublic, ExerciseState, ExerciseUpdate
from perscoach_app.tables.job import Job, JobPublic, JobStatus
from perscoach_app.tables.person import Language, Person, PersonPublic, Role
from perscoach_app.tables.sign_in import AuthSession, SignInLink
from perscoach_app.tables.tenant import Tenant, TenantPublic, TenantStatus
from perscoach_app.tables.training_session import ReportPublic, SessionChunk, TrainingSession

__all__ = [
    "AuthSession",
    "Exercise",
    "ExerciseCreate",
    "ExercisePublic",
    "ExerciseState",
    "ExerciseUpdate",
    "Job",
    "JobPublic",
    "JobStatus",
    "Language",
    "Person",
    "PersonPublic",
    "ReportPublic",
    "Role",
    "SessionChunk",
    "SignInLink",
    "Tenant",
    "TenantPublic",
    "TenantStatus",
    "TrainingSession",
]
