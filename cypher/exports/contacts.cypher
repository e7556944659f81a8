// The places an organization operates, in its own words, that say whom to call.
// param organization integer  organization number
// returns description         JSON of a location description
MATCH (o:Organization {no: $organization})-[:OPERATES]->(p:Location)<-[:OF]-(d:PlaceDescription)
WHERE o.no IN d.recorders AND d.description CONTAINS '"phone"'
RETURN d.description AS description
ORDER BY p.no, size(d.description) DESC, d.key
LIMIT 1
