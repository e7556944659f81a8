// Standing records of one recorder that tell of the same event differently.
// param records list<integer> record numbers
// returns  event_id, other, id   event ids as recorded, id of the other record
UNWIND $records AS no
MATCH (c:CTE {no: no})
MATCH (other:CTE {natural_key: c.natural_key})
WHERE other.no <> c.no AND other.recorded_by = c.recorded_by
  AND c.superseded_at = 9223372036854775807 AND other.superseded_at = 9223372036854775807
RETURN c.event_id AS event_id, c.position AS position, other.event_id AS other, other.id AS id
