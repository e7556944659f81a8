// Records of one recorder that name these events as superseded.
// param recorder  integer       organization number
// param event_ids list<string>  event ids as their recorder gave them
// returns  no, supersedes, recorded_at
// replan skip
UNWIND $event_ids AS event_id
MATCH (c:CTE {supersedes: event_id})
USING INDEX SEEK c:CTE(supersedes)
WHERE c.recorded_by = $recorder
RETURN c.no AS no, c.supersedes AS supersedes, c.recorded_at AS recorded_at
