// What a plan can be begun with: places the organization operates and foods it has recorded.
// param organization  integer  organization number
// returns             places, products: descriptions as JSON, and {name, gtin, category} of products in the catalogue
MATCH (o:Organization {no: $organization})
OPTIONAL MATCH (o)-[:OPERATES]->(:Location)<-[:OF]-(d:PlaceDescription)
WHERE $organization IN d.recorders
WITH collect(DISTINCT d.description)[..1000] AS places
OPTIONAL MATCH (p:Product {organization: $organization})
WITH places, p ORDER BY p.gtin
RETURN places, collect(CASE WHEN p IS NOT NULL THEN {name: p.product_name, gtin: p.gtin, category: p.ftl_category} END)[..1000]
  AS products
