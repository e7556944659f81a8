// New brands of an organization.
// param organization integer   organization number
// param rows         list<map> properties of a brand
MATCH (o:Organization {no: $organization})
UNWIND $rows AS row
CREATE (b:Brand)-[:OF]->(o)
SET b = row
