// New products of an organization, with their brands where they bear one.
// param organization integer   organization number
// param rows         list<map> {properties, brand}; brand is an id or null
MATCH (o:Organization {no: $organization})
UNWIND $rows AS row
CREATE (p:Product)-[:OF]->(o)
SET p = row.properties
WITH p, row
MATCH (b:Brand {id: row.brand})
CREATE (p)-[:OF_BRAND]->(b)
