"""Serials and runs as the API shows them."""

from datetime import datetime

from pydantic import BaseModel, Field

from engine.catalogue import LotRun, Serial
from engine.catalogue.forms import SerialMode, SerialStatus


class LotRunOut(BaseModel):
    """One allocation of serials."""

    id: str
    lot_id: str
    quantity: int
    serial_mode: SerialMode
    serial_prefix: str
    created: datetime
    first_serial: str = Field(description="The first one made.")
    last_serial: str = Field(description="The last one made.")

    @classmethod
    def of(cls, run: LotRun) -> "LotRunOut":
        return cls(id=run.id, lot_id=run.lot_id, quantity=run.quantity, serial_mode=run.serial_mode,
                   serial_prefix=run.serial_prefix, created=run.created, first_serial=run.first, last_serial=run.last)


class SerialOut(BaseModel):
    id: str
    lot_id: str
    lot_run_id: str | None = Field(description="Null where it was taken in by itself.")
    gtin: str
    lot_number: str
    serial: str
    status: SerialStatus
    label_print_count: int
    label_last_printed_at: datetime | None
    created: datetime

    @classmethod
    def of(cls, serial: Serial) -> "SerialOut":
        return cls(
            id=serial.id, lot_id=serial.lot_id, lot_run_id=serial.lot_run_id, gtin=serial.gtin,
            lot_number=serial.lot_number, serial=serial.serial, status=serial.status,
            label_print_count=serial.label_print_count, label_last_printed_at=serial.label_last_printed,
            created=serial.created,
        )
