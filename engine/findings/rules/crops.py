"""Harvests and the packing records they belong to (V-X-17, V-X-19)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.findings.noted import Noted, gap
from engine.findings.told import Told, called, reached
from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.packing import Received
from engine.fsma.text import words

Number = Callable[[LocationDescription], int | None]


@dataclass(frozen=True)
class Crop:
    """What harvesters and packers know a crop by before it has a code: farm, commodity in plain words, day."""

    farm: str
    commodity: str
    day: date

    @classmethod
    def of_clue(cls, clue: str) -> "Crop | None":
        """The crop of a clue `crop:farm:commodity:day`, None where it names no day."""
        _, farm, rest = clue.split(":", 2)
        commodity, _, day = rest.rpartition(":")
        try:
            return cls(farm, commodity, date.fromisoformat(day))
        except ValueError:
            return None


def judge(crop: Crop, records: list[Told], number: Number) -> Iterator[Noted]:
    """The packing records of a crop against its harvesting records.

    records: standing ones that give the crop's clue. number: the place a description means.
    """
    records = sorted(records, key=lambda told: told.rank)
    harvests = [t for t in records if t.cte_type is CteType.HARVESTING]
    areas = {words(_area(h.record)): h for h in reversed(harvests)}
    for told in records:
        for index, block in enumerate(getattr(told.record, "received", ()) or ()):
            if not _is(block, crop, number):
                continue
            field = f"received[{index}]."
            if not harvests:
                farm = block.harvest_farm
                yield gap("V-X-17", told, f"No harvesting record of {called(farm)} of {crop.day} is there for what was "
                          "packed.", f"Ask {reached(farm)} for it, unless the farm is exempt.", field + "harvest_farm",
                          called(farm))
            elif (area := words(_area(block))) and areas and "" not in areas and area not in areas:
                said = sorted(areas)
                others = tuple(areas[a] for a in said)
                yield Noted("V-X-19", told, f"The packer calls the growing area “{_area(block)}”, the harvester "
                            f"“{_area(others[0].record)}” ({others[0].event_id}).",
                            "Ask the farm how it calls the field; both records should say the same.",
                            field + "growing_area_name", _area(block), others)


def _area(part: object) -> str | None:
    return part.growing_area_name or part.aquaculture_container_name


def _is(block: Received, crop: Crop, number: Number) -> bool:
    return (block.harvest_farm is not None and block.harvest_date == crop.day
            and words(block.commodity_received) == crop.commodity and str(number(block.harvest_farm)) == crop.farm)
