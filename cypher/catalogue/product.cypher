// A product of an organization by its id or its GTIN.
// param organization integer     organization number
// param id           string|null product id
// param gtin         string|null 14 digits
// returns  product, brand_id   map of the node's properties; the brand it bears or null
CALL () {
  MATCH (p:Product {id: $id, organization: $organization}) RETURN p
  UNION
  MATCH (p:Product {key: toString($organization) + ':' + $gtin}) RETURN p
}
OPTIONAL MATCH (p)-[:OF_BRAND]->(b:Brand)
RETURN p {.*} AS product, b.id AS brand_id
