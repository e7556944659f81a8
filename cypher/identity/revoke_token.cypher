// End one token.
// param sha256  string   hex digest of the raw token
// param at      integer  epoch ms
MATCH (t:OAuthToken {sha256: $sha256})
SET t.revoked_at = coalesce(t.revoked_at, $at)
