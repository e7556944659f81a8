// One description of each place.
// returns no, description
MATCH (p:Location)
MATCH (d:PlaceDescription)-[:OF]->(p)
WHERE d.description CONTAINS 'business_name'
RETURN p.no AS no, max(d.description) AS description
