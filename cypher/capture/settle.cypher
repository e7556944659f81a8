// What the resolution of records says of the records themselves.
// param rows list<map> {no, lot, counterparties, drawn}; drawn is a digest of the flows
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
SET c.lot = row.lot, c.counterparties = row.counterparties, c.drawn = row.drawn
