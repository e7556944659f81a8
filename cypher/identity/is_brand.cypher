// A row if the organization has this brand.
// param organization  integer  organization number
// param id            string   public id of the brand
// returns             id
MATCH (b:Brand {id: $id, organization: $organization})
RETURN b.id AS id
