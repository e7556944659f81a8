// Lots whose missing records a written agreement may explain: moved from shipper to receiver, or there out of nowhere.
// param lane  string   from and to, as place numbers with > between them
// param plant integer  the receiver's place number
// param first integer  epoch day from which it holds
// param last  integer  epoch day until which it holds
// returns  lots   numbers
CALL () {
  MATCH (c:CTE {lane: $lane})
  WHERE $first <= c.on <= $last
  RETURN c.lot AS lot
  UNION
  MATCH (:Location {no: $plant})<-[:AT]-(s:Stock)
  WHERE NOT EXISTS {
    MATCH (s)<-[:FLOWS_TO]-(c:CTE)
    WHERE c.superseded_at = 9223372036854775807 AND NOT EXISTS { (s)-[:FLOWS_TO]->(c) }
  }
  RETURN s.lot AS lot
}
RETURN collect(DISTINCT lot) AS lots
