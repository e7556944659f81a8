// One description of each place.
// returns no, id, description
MATCH (p:Location)
MATCH (d:PlaceDescription)-[:OF]->(p)
WHERE d.description CONTAINS 'business_name'
RETURN p.no AS no, p.id AS id, max(d.description) AS description
