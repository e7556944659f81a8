// Places an organization has registered or has described in its records, with its descriptions of them.
// param organization integer organization number
// param limit        integer most places
// returns  no, id, gln, mine, own, descriptions   mine: it registered the place; own: nobody else did or described it
CALL () {
  MATCH (:Organization {no: $organization})-[:OPERATES]->(p:Location)
  RETURN p
  UNION
  MATCH (:Capture {recorded_by: $organization})-[:STATES]->(:CTE)-[:FLOWS_TO]-(:Stock)-[:AT]->(p:Location)
  RETURN p
}
WITH DISTINCT p ORDER BY p.no LIMIT $limit
OPTIONAL MATCH (o:Organization)-[:OPERATES]->(p)
WITH p, o.no AS operator, [(d:PlaceDescription)-[:OF]->(p) | d] AS all
RETURN p.no AS no, p.id AS id, p.gln AS gln, coalesce(operator = $organization, false) AS mine,
       coalesce(operator = $organization, true) AND (operator IS NOT NULL OR
         all(d IN all WHERE all(r IN d.recorders WHERE r = $organization))) AS own,
       [d IN all WHERE $organization IN d.recorders | d.description] AS descriptions
