// The organization a lot belongs to: who assigned its code, else who recorded it first.
// param lot        integer       lot number
// param assigning  list<string>  CTE types that create a traceability lot code
// returns          organization  organization number
MATCH (lot:Lot {no: $lot})-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(c:CTE)
WITH DISTINCT c, f.superseded_at = 9223372036854775807 AS live, c.lot = lot.no AND c.cte_type IN $assigning AS assigns
OPTIONAL MATCH (c)-[:FLOWS_TO]->(:Stock)-[:AT]->(:Location)<-[operates:OPERATES]-(:Organization {no: c.recorded_by})
WHERE assigns
WITH c, live, assigns, operates IS NOT NULL AS at_home
ORDER BY live DESC, assigns DESC, at_home DESC, c.recorded_at, c.no
LIMIT 1
RETURN c.recorded_by AS organization
