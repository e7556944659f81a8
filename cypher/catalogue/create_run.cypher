// A new run of serials of a lot.
// param lot        string key of the CatalogueLot
// param properties map    properties of a run
MATCH (c:CatalogueLot {key: $lot})
CREATE (r:LotRun)-[:OF]->(c)
SET r = $properties
