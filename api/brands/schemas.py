"""Brands as the API shows them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from engine.catalogue import Brand


class BrandOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    organization_id: str
    name: str
    website: str | None
    description: str | None
    metadata: dict[str, str]
    created: datetime

    @classmethod
    def of(cls, brand: Brand) -> "BrandOut":
        return cls.model_validate(brand)
