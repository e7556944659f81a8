// What took the place of a record.
// param id    string   record id
// returns by  id of the record that superseded it, or null
MATCH (c:CTE {id: $id})
OPTIONAL MATCH (by:CTE {no: c.superseded_by})
RETURN by.id AS by, c.superseded_at = 9223372036854775807 AS stands
