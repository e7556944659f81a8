// End a session.
// param sha256  string  hex digest of the raw cookie
MATCH (s:Session {sha256: $sha256})
DETACH DELETE s
