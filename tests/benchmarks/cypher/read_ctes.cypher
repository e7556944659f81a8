// Everything a capture wrote about records.
// returns row {cte, tails, heads, gives, depends, stated_by}
MATCH (c:CTE)
RETURN {
  cte: properties(c),
  tails: COLLECT { MATCH (s:Stock)-[f:FLOWS_TO]->(c) RETURN {stock: s.no, flow: properties(f)} },
  heads: COLLECT { MATCH (c)-[f:FLOWS_TO]->(s:Stock) RETURN {stock: s.no, flow: properties(f)} },
  gives: COLLECT { MATCH (c)-[:GIVES]->(k) RETURN k.key },
  depends: COLLECT { MATCH (c)-[:DEPENDS_ON]->(k) RETURN k.key },
  stated_by: COLLECT { MATCH (d:Capture)-[:STATES]->(c) RETURN d.id }
} AS row
