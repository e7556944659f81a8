// Records of one recorder that name these events as superseded.
// param recorder  integer       organization number
// param event_ids list<string>  event ids as their recorder gave them
// returns  no, id, event_id, supersedes
// replan skip
UNWIND $event_ids AS event_id
MATCH (c:CTE {supersedes: event_id})
USING INDEX SEEK c:CTE(supersedes)
WHERE c.recorded_by = $recorder
RETURN c.no AS no, c.id AS id, c.event_id AS event_id, c.supersedes AS supersedes
