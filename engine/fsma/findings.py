"""Findings: what a check has to say of a record, and the catalogue of all checks."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning", "info"]

# Raised when a rule's meaning or severity changes, so that stored findings can be told apart.
RULE_VERSION = "2026-11-23"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in one record.

    rule: its id. field: a path such as received[0].harvest_date, None for the record as a whole.
    value: what was seen, short. message: what is the matter. hint: what to do or whom to ask.
    section: paragraph of 21 CFR. position: place of the event in its document, from 0.
    """

    rule: str
    severity: Severity
    event_id: str | None
    field: str | None
    value: str | None
    message: str
    hint: str
    section: str
    position: int
    rule_version: str = RULE_VERSION


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: the severity it has unless a finding says otherwise, and its meaning in one line.

    between_records: other records decide, so that its findings open and close as these come and go.
    """

    severity: Severity
    meaning: str
    between_records: bool = False


RULES = MappingProxyType(
    {
        "V-GEN-01": Rule("error", "The kind of event is missing or unknown."),
        "V-GEN-02": Rule("error", "The event's date is missing, or a date cannot be read or can be read two ways."),
        "V-GEN-03": Rule("warning", "The date lies in the future; an error from 48 hours on."),
        "V-GEN-04": Rule("warning", "The date is more than five years old; an error before 2000."),
        "V-GEN-05": Rule("error", "The place of the event is missing or cannot be told from others."),
        "V-GEN-06": Rule("warning", "The quantity is zero or negative; an error where it is no number."),
        "V-GEN-07": Rule("warning", "The quantity is missing."),
        "V-GEN-08": Rule("warning", "The unit of measure is missing."),
        "V-GEN-09": Rule("warning", "The unit of measure is not in our vocabulary."),
        "V-GEN-10": Rule("warning", "A reference document lacks its type or number, or none is named."),
        "V-GEN-11": Rule("info", "The type of a reference document is not a usual one."),
        "V-GEN-12": Rule("info", "The record was captured before; a warning where it was voided or corrected."),
        "V-GEN-13": Rule("warning", "Another record of this event says something else.", True),
        "V-GEN-14": Rule("info", "The food is not on the Food Traceability List; a warning where that is unknown."),
        "V-LOC-01": Rule("warning", "A location lacks its business name or phone number."),
        "V-LOC-02": Rule("warning", "A location has neither street address nor coordinates."),
        "V-LOC-03": Rule("warning", "A location lacks city, state, postal code or country, or one is plainly wrong."),
        "V-LOC-04": Rule("warning", "A location is a P.O. box, or its coordinates cannot be right."),
        "V-LOC-05": Rule("warning", "A location's GLN has a wrong length or check digit."),
        "V-LOC-06": Rule("warning", "A party or code source only moves food; an error if the server lists it.", True),
        "V-LOC-07": Rule("warning", "The code source is an office, or no food is known there; a note elsewhere.", True),
        "V-PRD-01": Rule("warning", "A product lacks its name, packaging size or packaging style."),
        "V-PRD-02": Rule("warning", "A GTIN has a wrong check digit or a length no GTIN has."),
        "V-TLC-01": Rule("error", "The lot code is missing where the recorder assigns it."),
        "V-TLC-02": Rule("warning", "The lot code is missing on a shipment or receipt."),
        "V-TLC-03": Rule("error", "The lot code is missing on a receipt from an exempt source; a note for a store."),
        "V-TLC-04": Rule("warning", "Neither lot code source nor reference is named on a shipment or receipt."),
        "V-TLC-05": Rule("error", "The place that is the lot code source is missing; a warning where it is known."),
        "V-TLC-06": Rule("info", "A lot code stands on a record made before packing."),
        "V-TLC-07": Rule("warning", "The lot code field holds several codes or a range."),
        "V-TLC-08": Rule("warning", "The lot code and its Digital Link, GTIN or lot number disagree."),
        "V-TLC-09": Rule("info", "The record names lot codes the food may carry."),
        "V-TLC-10": Rule("warning", "The lot code source reference is malformed, or leads to no place."),
        "V-HAR-01": Rule("warning", "The growing area, or the aquaculture container, is missing."),
        "V-PCK-01": Rule("warning", "Cooling place and cooling date do not come together."),
        "V-PCK-02": Rule("warning", "The harvester's name or phone number is missing."),
        "V-SEA-01": Rule("warning", "Neither species, market name nor product description is given."),
        "V-SEA-02": Rule("warning", "The harvest dates of a fishing trip contradict each other or the landing."),
        "V-SEA-03": Rule("warning", "A harvest location, or the standard it is coded in, is missing."),
        "V-TRF-01": Rule("warning", "No input is named, though the product is elsewhere made of listed food.", True),
        "V-TRF-02": Rule("warning", "The quantity used of an input, or its unit, is missing."),
        "V-TRF-03": Rule("info", "The new food is not on the Food Traceability List."),
        "V-TRF-04": Rule("info", "A store or restaurant owes no record of food it does not ship."),
        "V-SPR-01": Rule("warning", "A record of the seeds is missing for a lot of sprouts."),
        "V-X-01": Rule("warning", "A recipient reporting here shows no receipt in time; a note if it owes none.", True),
        "V-X-02": Rule("warning", "A receipt has no shipment; a note if its sender reports nothing here.", True),
        "V-X-03": Rule("warning", "Shipment and receipt differ in quantity, unit, product, code or its source.", True),
        "V-X-04": Rule("warning", "A lot was received before it was shipped.", True),
        "V-X-05": Rule("warning", "Harvest, cooling, receipt, packing, landing or making are out of order.", True),
        "V-X-06": Rule("warning", "A lot was shipped or received before it was made.", True),
        "V-X-07": Rule("warning", "More of a lot left a place or was used there than came or was made there.", True),
        "V-X-08": Rule("warning", "More came out of an event, by weight, than went in.", True),
        "V-X-09": Rule("warning", "A lot code appears that nobody assigned, though its source reports here.", True),
        "V-X-10": Rule("warning", "One lot has several GTINs or product names.", True),
        "V-X-11": Rule("warning", "One lot code has several sources; a note where the lot was packed again.", True),
        "V-X-12": Rule("warning", "One lot was made twice at one place.", True),
        "V-X-13": Rule("warning", "The lot code source differs from the place of the event that made the lot.", True),
        "V-X-14": Rule("info", "A supplier is recorded as an exempt source here, and as any other there.", True),
        "V-X-15": Rule("warning", "A movement within one firm has one side only; a note where none left.", True),
        "V-X-16": Rule("info", "Food moved before it was packed, which is no critical tracking event.", True),
        "V-X-17": Rule("warning", "Nobody recorded the harvest of food packed; a note if its farm is not here.", True),
        "V-X-18": Rule("warning", "A lot was made, through others, out of itself.", True),
        "V-X-19": Rule("warning", "Harvester and packer name the growing area differently.", True),
        "V-X-20": Rule("warning", "A trace ends at an input lot; a note where nobody owes its receipt.", True),
        "V-X-21": Rule("warning", "Two places may be one, or a registered place is described otherwise.", True),
        "V-X-22": Rule("warning", "A written agreement is unsigned or has expired, and none replaces it.", True),
        "V-X-23": Rule("info", "The record was captured more than 24 hours after the event."),
        "V-X-24": Rule("info", "A lot was made, and neither shipped nor used in time.", True),
        "V-DOC-01": Rule("warning", "A field is not one of this kind of event; it is kept out of the record."),
        "V-DOC-02": Rule("error", "A value has the wrong JSON type, or is longer than any data element."),
        "V-DOC-03": Rule("warning", "A required data element is missing that no other rule names."),
        "V-DOC-04": Rule("error", "The commodity is missing before packing, so nobody can say which food it was."),
        "V-DOC-05": Rule("warning", "An exemption is claimed that is none of 21 CFR 1.1305."),
        "V-DOC-06": Rule("warning", "A value beside the data elements cannot be read; it is kept out of the record."),
        "V-DOC-07": Rule("error", "A correction carries the event id of what it corrects."),
        "V-AGR-01": Rule("warning", "A written agreement runs for more than three years, or nobody can tell how long."),
    }
)
