// What judging found out about records, kept to find what they bear on. Nothing but settlements writes these.
// param rows list<map> {no, own, source, lane, mate, lots}
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
SET c.own = row.own, c.source = row.source, c.lane = row.lane, c.mate = row.mate, c.judged_lots = row.lots
