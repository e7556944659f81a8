// Change a product; it bears the brand named, or none.
// param organization integer     organization number
// param id           string      product id
// param changes      map         properties that change
// param brand        string|null brand id
MATCH (p:Product {id: $id, organization: $organization})
SET p += $changes
WITH p
OPTIONAL MATCH (p)-[r:OF_BRAND]->(:Brand)
DELETE r
WITH DISTINCT p
MATCH (b:Brand {id: $brand, organization: $organization})
CREATE (p)-[:OF_BRAND]->(b)
