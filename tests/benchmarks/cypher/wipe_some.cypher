// Remove some of what captures wrote; organizations and what keeps the books stay.
// param most integer nodes
// returns gone
MATCH (n)
WHERE NOT n:Organization AND NOT n:Ledger AND NOT n:SchemaStep
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*) AS gone
