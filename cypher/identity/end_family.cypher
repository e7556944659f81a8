// End all tokens that come from one consent.
// param family  string   its name
// param at      integer  epoch ms
MATCH (t:OAuthToken {family: $family})
WHERE t.revoked_at IS NULL
SET t.revoked_at = $at
