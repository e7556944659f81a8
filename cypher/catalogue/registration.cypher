// What an organization says of a place it has registered.
// param key        string organization number and place number
// param no         integer place number
// param created_at integer epoch ms, kept where there is a registration already
// param properties map     properties of the registration
MATCH (p:Location {no: $no})
MERGE (g:Registration {key: $key})
ON CREATE SET g.created_at = $created_at
SET g += $properties
MERGE (g)-[:OF]->(p)
