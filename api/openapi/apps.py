"""The apps of the API: each owns a path prefix and describes it in a document of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class App:
    """One part of the API. about: a sentence that opens its description."""

    name: str
    prefix: str
    title: str
    version: str
    about: str

    @property
    def address(self) -> str:
        """Path of its document."""
        return f"{self.prefix}/openapi.json"


APPS = (
    App("account", "/account/api/v1", "Account API", "1.0.0", "Organizations, members, credentials and sharing."),
    App("brands", "/brands/api/v1", "Brands API", "1.0.0", "Brands and who owns them."),
    App("compliance", "/compliance/api/v1", "Compliance API", "1.0.0",
        "Critical tracking events in, traces, exports and answers to FDA's requests out."),
    App("epcis", "/epcis/api/2.0", "EPCIS 2.0 API", "2.0.0",
        "GS1 EPCIS 2.0 events, and the traceability of the lots they speak of."),
    App("integrations", "/integrations/api/v1", "Integrations API", "1.0.0", "Webhooks and their deliveries."),
    App("locations", "/locations/api/v1", "Locations API", "1.0.0", "Places and what is known of them."),
    App("products", "/products/api/v1", "Products API", "1.0.0", "Products, lots, serials and their labels."),
)


def app_of(path: str) -> App | None:
    """The app a path belongs to; None for health checks, documents and pages."""
    return next((app for app in APPS if path.startswith(f"{app.prefix}/")), None)
