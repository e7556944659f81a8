// Remember of which lots records were judged, before word of what touched them has been taken up.
// param rows list<map> {no, lot}; numbers
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
SET c.judged_lots = coalesce(c.judged_lots, []) + row.lot
