"""Bodies of records requests."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from engine.clock import rfc3339
from engine.jobs.sla import Sla
from engine.requests.request import Asked, Package, Reason, RecordsRequest, State, Step

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Gtin = Annotated[str, Field(pattern=r"^(\d{8}|\d{12,14})$")]
_MOST = 500


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScopeIn(_In):
    """Within a list any, between lists all. At least one of them, or a date."""

    lots: list[_Code] = Field(default_factory=list, max_length=_MOST,
                              description="Traceability lot codes in any spelling, with what connects to them.")
    products: list[_Gtin] = Field(default_factory=list, max_length=_MOST, description="GTINs.")
    places: list[_Code] = Field(default_factory=list, max_length=_MOST, description="Location ids or GLNs.")
    date_from: date | None = Field(None, description="First day of events.")
    date_to: date | None = Field(None, description="Last day of events.")
    shared: bool = Field(False, description="Also others' records in view, not only the organization's own.")

    @model_validator(mode="after")
    def _says_something(self) -> "ScopeIn":
        if not (self.lots or self.products or self.places or self.date_from or self.date_to):
            raise ValueError("Name lots, products, places or dates.")
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise ValueError("The dates end before they begin.")
        return self

    def asked(self) -> Asked:
        once = {name: tuple(dict.fromkeys(getattr(self, name))) for name in ("lots", "places")}
        products = tuple(dict.fromkeys(gtin.zfill(14) for gtin in self.products))
        return Asked(**once, products=products, date_from=self.date_from, date_to=self.date_to, shared=self.shared)


class RequestIn(_In):
    asked_by: _Line = Field(description="Who asked: name, office.")
    reason: Reason
    scope: ScopeIn
    asked_at: AwareDatetime | None = Field(None, description="When, also by telephone; now where it is left out.")
    contact: str = Field("", max_length=500, description="How to reach them.")
    reference: str = Field("", max_length=200, description="FDA's name for the case.")


class ExtendIn(_In):
    due_at: AwareDatetime = Field(description="The time FDA has agreed to.")
    because: _Line = Field(description="With whom and why it was agreed.")


class SignIn(_In):
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the package that was looked at.")
    note: str = Field("", max_length=2_000)


class FurnishIn(_In):
    to: _Line = Field(description="To whom and how it went out.")
    furnished_at: AwareDatetime | None = Field(None, description="When; now where it is left out.")


class WithdrawIn(_In):
    because: _Line


class PackageOut(BaseModel):
    id: str
    sha256: str
    file_size_bytes: int
    records: int = Field(description="In the workbook.")
    not_found: int = Field(description="Things asked for of which no record was found; listed in not-found.csv.")
    filename: str
    prepared_at: str

    @classmethod
    def of(cls, package: Package) -> "PackageOut":
        return cls(id=package.id, sha256=package.sha256, file_size_bytes=package.size, records=package.records,
                   not_found=package.missing, filename=package.filename, prepared_at=rfc3339(package.prepared_at))


class StepOut(BaseModel):
    at: str
    actor: str
    action: str
    detail: str

    @classmethod
    def of(cls, step: Step) -> "StepOut":
        return cls(at=rfc3339(step.at), actor=step.actor, action=step.action, detail=step.detail)


class RequestOut(BaseModel):
    id: str
    status: State
    reason: Reason
    spreadsheet_owed: bool = Field(description="Whether 21 CFR 1.1455(c)(3) demands a sortable spreadsheet.")
    asked_by: str
    contact: str
    reference: str
    asked_at: str
    due_at: str = Field(description="24 hours after it was asked, or the time agreed to.")
    due_because: str
    sla_status: Sla | None = Field(description="Where it stands against due_at; null once withdrawn.")
    created: str
    scope: ScopeIn
    package: PackageOut | None
    signed_by: str | None
    signed_at: str | None
    signed_note: str
    furnished_at: str | None
    furnished_to: str
    withdrawn_because: str
    error: str | None = Field(description="Why the package could not be made.")

    @classmethod
    def of(cls, request: RecordsRequest, now: datetime) -> "RequestOut":
        plain = ("id", "asked_by", "contact", "reference", "due_because", "signed_by", "signed_note", "furnished_to",
                 "withdrawn_because", "error")
        asked = request.asked
        return cls(
            **{name: getattr(request, name) for name in plain}, status=request.status, reason=request.reason,
            spreadsheet_owed=request.reason is not Reason.ROUTINE, asked_at=rfc3339(request.asked_at),
            due_at=rfc3339(request.due_at), sla_status=request.clock(now), created=rfc3339(request.created_at),
            scope=ScopeIn.model_construct(lots=list(asked.lots), products=list(asked.products),
                                          places=list(asked.places), date_from=asked.date_from,
                                          date_to=asked.date_to, shared=asked.shared),
            package=PackageOut.of(request.package) if request.package else None,
            signed_at=_text(request.signed_at), furnished_at=_text(request.furnished_at),
        )


class HistoryOut(BaseModel):
    steps: list[StepOut] = Field(description="Oldest first.")
    packages: list[PackageOut] = Field(description="Every package that was prepared, oldest first.")


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)
