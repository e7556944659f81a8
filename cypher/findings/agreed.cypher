// Standing written agreements by shipper and receiver.
// param lanes list<string> shipper and receiver, as agreements keep them
// returns  lane, records   numbers
// replan skip
UNWIND $lanes AS lane
MATCH (c:CTE {lane: lane})
USING INDEX SEEK c:CTE(lane)
WHERE c.superseded_at = 9223372036854775807
RETURN lane, collect(c.no) AS records
