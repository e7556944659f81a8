// For food made without inputs: a standing record that made food of the same GTIN out of some.
// param gtins list<string> GTINs
// returns  gtin, with, without   number of the least such record, or null; numbers of the records without inputs
UNWIND $gtins AS gtin
WITH gtin, COLLECT { MATCH (o:CTE {mate: 'made ' + gtin}) WHERE o.superseded_at = 9223372036854775807 RETURN o.no } AS without
WHERE size(without) > 0
CALL (gtin) {
  OPTIONAL MATCH (:Lot {gtin: gtin})-[:HELD_AS]->(:Stock)<-[:FLOWS_TO]-(c:CTE {cte_type: 'transformation'})
  WHERE c.superseded_at = 9223372036854775807 AND EXISTS { (:Stock)-[:FLOWS_TO]->(c) }
  RETURN c
  ORDER BY c.on, c.key
  LIMIT 1
}
RETURN gtin, c.no AS with, without
