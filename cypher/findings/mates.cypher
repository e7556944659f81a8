// Standing movements of one lane, food and amount whose own lot shows no other side.
// param keys list<string> what such movements have in common
// returns  key, records   numbers
UNWIND $keys AS key
MATCH (c:CTE {mate: key})
WHERE c.superseded_at = 9223372036854775807
  AND NOT EXISTS {
    MATCH (c)-[:FLOWS_TO]->(:Stock)<-[:FLOWS_TO]-(o:CTE)
    WHERE o.lane = c.lane AND o.superseded_at = 9223372036854775807 AND o.cte_type <> c.cte_type AND o.lot = c.lot
  }
WITH key, collect(c.no) AS records, collect(DISTINCT c.cte_type) AS sides
WHERE size(sides) > 1
RETURN key, records
