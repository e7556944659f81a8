// Records with their flows, clues and documents, as a capture left them.
// param rows list<map> {cte, tails, heads, gives, depends, stated_by}; an end is {stock, flow}, the rest keys and ids
UNWIND $rows AS row
CREATE (c:CTE)
SET c = row.cte
WITH c, row
CALL (c, row) {
  UNWIND row.stated_by AS id
  MATCH (d:Capture {id: id})
  CREATE (d)-[:STATES]->(c)
}
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
CALL (c, row) {
  UNWIND row.gives AS key
  MATCH (k:Clue {key: key})
  CREATE (c)-[:GIVES]->(k)
}
CALL (c, row) {
  UNWIND row.depends AS key
  MATCH (k:Clue {key: key})
  CREATE (c)-[:DEPENDS_ON]->(k)
}
