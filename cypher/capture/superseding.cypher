// Records of one recorder that correct what goes by these event ids, with all that they go by themselves.
// param recorder  integer       organization number
// param event_ids list<string>  event ids as their recorder gave them, or record ids
// returns  no, names, supersedes, ended, by   as in capture/superseded
// replan skip
UNWIND $event_ids AS event_id
MATCH (c:CTE {supersedes: event_id})
USING INDEX SEEK c:CTE(supersedes)
WHERE c.recorded_by = $recorder
RETURN c.no AS no, [c.id, c.event_id] + COLLECT { MATCH (c)<-[:NAMES]-(n) RETURN n.event_id } AS names,
       c.supersedes AS supersedes,
       CASE WHEN c.superseded_at = 9223372036854775807 THEN null WHEN c.superseded_by IS NULL THEN 'voided'
            ELSE 'corrected' END AS ended, c.superseded_by AS by
