// What an organization says of itself.
// param organization  integer      organization number
// param name          string       as people write it
// param country       string|null  ISO 3166 alpha-2
// param is_brand      boolean      whether it owns brands
// param metadata      string       JSON object
MATCH (o:Organization {no: $organization})
SET o.name = $name, o.country = $country, o.is_brand = $is_brand, o.metadata = $metadata
