// Places at which food is now known to have been, or no more, and those whose own events are recorded, or no more.
// param places list<integer> place numbers
// returns  handled, reporting   numbers of the places where the one or the other changed
// replan skip
UNWIND $places AS no
MATCH (p:Location {no: no})
USING INDEX SEEK p:Location(no)
WITH p, EXISTS { MATCH (p)<-[:AT]-()-[f:FLOWS_TO]-() WHERE f.superseded_at IS NULL } AS handled,
     EXISTS { MATCH (c:CTE {own: no}) USING INDEX SEEK c:CTE(own) } AS reports
WITH p, handled, reports, coalesce(p.handled, false) <> handled AS first, coalesce(p.reports, false) <> reports AS other
WHERE first OR other
SET p.handled = handled, p.reports = reports
RETURN collect(CASE WHEN first THEN p.no END) AS handled, collect(CASE WHEN other THEN p.no END) AS reporting
