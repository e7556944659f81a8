// Use up an authorization code, once.
// param sha256  string   hex digest of the raw code
// param at      integer  epoch ms
// returns       family
MATCH (k:OAuthCode {sha256: $sha256})
SET k.asked_at = $at
WITH k WHERE k.used_at IS NULL
SET k.used_at = $at
RETURN k.family AS family
