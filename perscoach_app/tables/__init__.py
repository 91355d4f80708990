"""Tables, one file a thing. Importing this package registers all of them."""

from perscoach_app.tables.agreement import Agreement, DataRequest, DataWish, Document
from perscoach_app.tables.assignment import Assignment, AssignmentBase, Homework, MovedDay, SetDone
from perscoach_app.tables.audit import AccessGrant, AuditEntry
from perscoach_app.tables.banner import Banner
from perscoach_app.tables.exercise import Exercise, ExerciseCreate, ExercisePublic, ExerciseState, ExerciseUpdate, Segment
from perscoach_app.tables.first_look import FirstLook, FirstLookPublic, Verdict
from perscoach_app.tables.job import Job, JobPublic, JobStatus
from perscoach_app.tables.panel import (
    AdminOrder,
    OrderState,
    Problem,
    PublicTurn,
    PublishedDeed,
    PublishedJob,
    StudioFigures,
    WorkerLine,
)
from perscoach_app.tables.person import ClientGroup, GroupMember, Language, Person, PersonPublic, Role
from perscoach_app.tables.reminder import PushSubscription, Reminder
from perscoach_app.tables.sign_in import Attempt, AuthSession, LinkPurpose, Passkey, SignInLink
from perscoach_app.tables.strip_film import StripFilm
from perscoach_app.tables.talk import Message
from perscoach_app.tables.teaching import Judgement, RepetitionMark
from perscoach_app.tables.tenant import Address, Tenant, TenantKind, TenantPublic, TenantStatus
from perscoach_app.tables.training import Consent, ConsentKind, ExerciseFeeling, Feeling, Recording, RecordingState, Training, VoicePhrase
from perscoach_app.tables.training_session import ReportPublic, SessionChunk, TrainingSession
from perscoach_app.tables.workout import ClientTarget, Side, Workout, WorkoutItem, WorkoutItemBase

__all__ = [
    "AccessGrant",
    "Address",
    "AdminOrder",
    "Agreement",
    "Assignment",
    "AssignmentBase",
    "Attempt",
    "AuditEntry",
    "AuthSession",
    "Banner",
    "ClientGroup",
    "ClientTarget",
    "Consent",
    "ConsentKind",
    "DataRequest",
    "DataWish",
    "Document",
    "Exercise",
    "ExerciseCreate",
    "ExerciseFeeling",
    "ExercisePublic",
    "ExerciseState",
    "ExerciseUpdate",
    "Feeling",
    "FirstLook",
    "FirstLookPublic",
    "GroupMember",
    "Homework",
    "Job",
    "JobPublic",
    "JobStatus",
    "Judgement",
    "Language",
    "LinkPurpose",
    "Message",
    "MovedDay",
    "OrderState",
    "Passkey",
    "Person",
    "PersonPublic",
    "Problem",
    "PublicTurn",
    "PublishedDeed",
    "PublishedJob",
    "PushSubscription",
    "Recording",
    "RecordingState",
    "Reminder",
    "RepetitionMark",
    "ReportPublic",
    "Role",
    "Segment",
    "SessionChunk",
    "SetDone",
    "Side",
    "SignInLink",
    "StripFilm",
    "StudioFigures",
    "Tenant",
    "TenantKind",
    "TenantPublic",
    "TenantStatus",
    "Training",
    "TrainingSession",
    "Verdict",
    "VoicePhrase",
    "WorkerLine",
    "Workout",
    "WorkoutItem",
    "WorkoutItemBase",
]
