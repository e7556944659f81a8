// What an organization said of a place holds again.
// param key string  organization number and place number
// param no  integer place number
MATCH (g:Registration {key: $key})
MATCH (p:Location {no: $no})
MERGE (g)-[:OF]->(p)
