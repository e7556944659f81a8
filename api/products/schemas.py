"""Products as the API shows them."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from engine.catalogue import Product


class IngredientOut(BaseModel):
    name: str
    gtin: str | None = None
    ftl_category: str | None = None


class ProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    organization_id: str
    brand_id: str | None
    gtin: str = Field(description="14 digits.")
    product_name: str
    description: str | None
    country_of_origin: str | None
    net_content: str | None
    ingredients: str | None
    commodity: str | None
    variety: str | None
    packaging_size: str | None
    packaging_style: str | None
    ftl_category: str | None = Field(description="Entry of the Food Traceability List, or not_ftl.")
    ftl_from: date | None
    ftl_until: date | None
    recipe: list[IngredientOut]
    metadata: dict[str, str]
    created: datetime

    @classmethod
    def of(cls, product: Product) -> "ProductOut":
        return cls.model_validate(product)
