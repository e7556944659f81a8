// Lots that the records of an import speak of, and lots that flowed into what they made.
// param capture   string   capture id
// param limit     integer  most rows
// returns  lot_id, tlc, cte_type, kind, input   one row a lot and what is said of it
MATCH (:Capture {id: $capture})-[:STATES]->(c:CTE)
CALL (c) {
  MATCH (l:Lot {no: c.lot})
  RETURN l, c.tlc AS tlc, false AS input
  UNION
  MATCH (l:Lot)-[:HELD_AS]->(:Stock)-[:FLOWS_TO]->(c)
  WHERE c.cte_type = 'transformation' OR c.cte_type STARTS WITH 'initial_packing'
  RETURN l, null AS tlc, true AS input
}
RETURN DISTINCT l.id AS lot_id, coalesce(tlc, l.tlc_match) AS tlc, c.cte_type AS cte_type, l.kind AS kind, input
ORDER BY lot_id, cte_type
LIMIT $limit
