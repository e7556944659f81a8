// Bare events with their flows.
// param rows list<map> {cte, tails, heads}; cte is properties, an end is {stock, flow} with the flow's properties
UNWIND $rows AS row
CREATE (c:CTE)
SET c = row.cte
WITH c, row
CALL (c, row) {
  UNWIND row.tails AS end
  MATCH (s:Stock {no: end.stock})
  CREATE (s)-[f:FLOWS_TO]->(c)
  SET f = end.flow
}
CALL (c, row) {
  UNWIND row.heads AS end
  MATCH (s:Stock {no: end.stock})
  CREATE (c)-[f:FLOWS_TO]->(s)
  SET f = end.flow
}
