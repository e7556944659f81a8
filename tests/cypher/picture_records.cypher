// Every record with what its resolution says of it.
// returns key, lot, recorded_by, counterparties, open
MATCH (c:CTE)
RETURN c.key AS key, c.lot AS lot, c.recorded_by AS recorded_by, c.counterparties AS counterparties,
       c.superseded_at = 9223372036854775807 AS open
