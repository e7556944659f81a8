// Use up a refresh token, once.
// param sha256  string   hex digest of the raw token
// param at      integer  epoch ms
// returns       family
MATCH (t:OAuthToken {sha256: $sha256})
SET t.asked_at = $at
WITH t WHERE t.used_at IS NULL AND t.revoked_at IS NULL
SET t.used_at = $at
RETURN t.family AS family
