// Use up a token that sets a new password.
// param sha256  string   hex digest of the raw token
// param at      integer  epoch ms
// returns       id
MATCH (u:User {reset_sha256: $sha256, active: true})
SET u.reset_asked_at = $at
WITH u WHERE u.reset_until > $at
REMOVE u.reset_sha256, u.reset_until
RETURN u.id AS id
