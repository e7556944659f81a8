// The organization a lot belongs to: by a verified company prefix under which it has registered the product, else who
// assigned the code, else who recorded the lot first; where nobody has recorded it, whose catalogue held it first.
// param lot        integer       lot number
// param assigning  list<string>  CTE types that create a traceability lot code
// returns          organization  organization number
MATCH (lot:Lot {no: $lot})
CALL (lot) {
  UNWIND range(4, 12) AS length
  MATCH (:CompanyPrefix {prefix: substring(lot.gtin, 1, length)})-[:OF]->(o:Organization)
  MATCH (:Product {key: toString(o.no) + ':' + lot.gtin})
  RETURN 0 AS rank, o.no AS organization
  ORDER BY length DESC LIMIT 1
  UNION
  MATCH (lot)-[:HELD_AS]->(:Stock)-[:FLOWS_TO]-(c:CTE)
  WITH DISTINCT lot, c, c.superseded_at = 9223372036854775807 AS live,
       c.lot = lot.no AND c.cte_type IN $assigning AS assigns
  OPTIONAL MATCH (c)-[:FLOWS_TO]->(:Stock)-[:AT]->(:Location)<-[operates:OPERATES]-(:Organization {no: c.recorded_by})
  WHERE assigns
  WITH c, live, assigns, operates IS NOT NULL AS at_home
  ORDER BY live DESC, assigns DESC, at_home DESC, c.recorded_at, c.no
  LIMIT 1
  RETURN 1 AS rank, c.recorded_by AS organization
  UNION
  MATCH (held:CatalogueLot)-[:OF]->(lot)
  WITH held ORDER BY held.created_at, held.organization LIMIT 1
  RETURN 2 AS rank, held.organization AS organization
}
RETURN organization
ORDER BY rank
LIMIT 1
