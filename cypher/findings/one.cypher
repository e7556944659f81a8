// What one finding is about.
// param id string finding id
// returns  record, quarantined, recorded_by   number of its record, id of its quarantined row, either null
MATCH (f:Finding {id: $id})
RETURN f.record AS record, f.quarantined AS quarantined, f.recorded_by AS recorded_by
