"""Harvests and the packing records they belong to (V-X-17, V-X-19)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.findings.noted import Noted, gap
from engine.findings.told import Told, World, called, reached
from engine.fsma.cte_types import CteType
from engine.fsma.packing import Received
from engine.fsma.text import words


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


def farms(clues: Iterable[str]) -> list[int]:
    """The place numbers of farms in clues."""
    return [int(farm) for clue in clues if (farm := clue.split(":", 2)[1]).isdecimal()]


def judge(crop: Crop, records: list[Told], world: World) -> Iterator[Noted]:
    """The packing records of a crop against its harvesting records. records: standing ones that give its clue."""
    records = sorted(records, key=lambda told: told.rank)
    harvests = [t for t in records if t.cte_type is CteType.HARVESTING]
    areas = {words(_area(h.record)): h for h in reversed(harvests)}
    for told in records:
        for index, block in enumerate(getattr(told.record, "received", ()) or ()):
            if not _is(block, crop, world):
                continue
            field = f"received[{index}]."
            if not harvests:
                yield _unharvested(crop, told, block, field + "harvest_farm", world)
            elif (area := words(_area(block))) and areas and "" not in areas and area not in areas:
                said = sorted(areas)
                others = tuple(areas[a] for a in said)
                yield Noted("V-X-19", told, f"The packer calls the growing area “{_area(block)}”, the harvester "
                            f"“{_area(others[0].record)}” ({others[0].event_id}).",
                            "Ask the farm how it calls the field; both records should say the same.",
                            field + "growing_area_name", _area(block), others)


def _unharvested(crop: Crop, told: Told, block: Received, field: str, world: World) -> Noted:
    farm = block.harvest_farm
    missing = f"No harvesting record of {called(farm)} of {crop.day} is there for what was packed"
    if world.place(world.number(farm)).reports:
        return gap("V-X-17", told, f"{missing}.", f"Ask {reached(farm)} for it, unless the farm is exempt.", field,
                   called(farm))
    return gap("V-X-17", told, f"{missing}: the farm keeps no records here.",
               f"Nothing to do; ask {reached(farm)} for it if you need it.", field, called(farm), owed=False)


def _area(part: object) -> str | None:
    return part.growing_area_name or part.aquaculture_container_name


def _is(block: Received, crop: Crop, world: World) -> bool:
    return (block.harvest_farm is not None and block.harvest_date == crop.day
            and words(block.commodity_received) == crop.commodity
            and str(world.number(block.harvest_farm)) == crop.farm)
