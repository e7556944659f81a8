// Standing records of one recorder that tell of one event, where there are several.
// param keys list<string> natural keys, recorder included
// returns  key, records   numbers
// replan skip
UNWIND $keys AS key
MATCH (c:CTE {natural_key: key})
USING INDEX SEEK c:CTE(natural_key)
WHERE c.superseded_at = 9223372036854775807
WITH key, collect(c.no) AS records
WHERE size(records) > 1
RETURN key, records
