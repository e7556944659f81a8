// Records that could not be accepted.
// returns sent, findings
MATCH (:Capture)-[:STATES]->(q:Quarantined)
RETURN q.sent AS sent, q.findings AS findings
