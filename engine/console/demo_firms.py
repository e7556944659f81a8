"""One organization for each firm of the worked example, with key, place and grants."""

from dataclasses import dataclass
from pathlib import Path

from engine.assembly import Engine
from engine.console.demo_example import MAIN, OTHER, SHARING_WITH_MAIN, Example
from engine.errors import Unauthorized
from engine.fsma.descriptions import LocationDescription
from engine.identity import Identity, Organization
from engine.identity.roles import Role
from engine.stack.demo_env import read_demo_env

_KEY_NAME = "make demo"
_KEPT_KEYS = {MAIN: "LOTGRAPH_API_KEY", OTHER: "LOTGRAPH_OTHER_API_KEY"}


@dataclass(frozen=True)
class Firm:
    """place: its id in the example. key: raw API key, role manager."""

    place: str
    organization: Organization
    key: str

    @property
    def name(self) -> str:
        return self.organization.name


def prepare(engine: Engine, example: Example, home: Path) -> dict[str, Firm]:
    """Firms by the id of their place, each ready to record; those of an earlier run are found by name.

    The two keys in demo.env stay as long as they are good. All others are made anew, the earlier ones revoked.
    """
    known = read_demo_env(home)
    firms = {}
    for place in example.recorders:
        described = example.locations[place]
        found = engine.identity.find_organizations(described["business_name"])
        organization = found[0] if found else engine.identity.create_organization(described["business_name"])
        engine.capture.register_place(organization, LocationDescription(**described))
        kept = known.get(_KEPT_KEYS.get(place, ""))
        firms[place] = Firm(place, organization, _key(engine.identity, organization, kept))
    _share(engine.identity, [firms[place] for place in SHARING_WITH_MAIN], firms[MAIN])
    return firms


def _key(identity: Identity, organization: Organization, kept: str | None) -> str:
    if kept:
        try:
            caller = identity.authenticate(kept)
            if caller.organization == organization and caller.role is Role.MANAGER:
                return kept
        except Unauthorized:
            pass
    for earlier in identity.keys(organization):
        if earlier.name == _KEY_NAME and earlier.is_active:
            identity.revoke_key(earlier.id)
    return identity.create_key(organization, Role.MANAGER, _KEY_NAME)[1]


def _share(identity: Identity, grantors: list[Firm], grantee: Firm) -> None:
    seen = set(identity.view_of(grantee.organization.no).orgs)
    for grantor in grantors:
        if grantor.organization.no not in seen:
            identity.share(grantor.organization, grantee.organization)
