// Note that a session was used.
// param sha256  string   hex digest of the raw cookie
// param at      integer  epoch ms
MATCH (s:Session {sha256: $sha256})
SET s.seen_at = $at
