// An active organization with what it says of itself.
// param organization  integer  organization number
// returns             organization, country, is_brand, metadata, created_at
MATCH (o:Organization {no: $organization, active: true})
RETURN o {.no, .id, .name} AS organization, o.country AS country, coalesce(o.is_brand, false) AS is_brand,
       o.metadata AS metadata, o.created_at AS created_at
