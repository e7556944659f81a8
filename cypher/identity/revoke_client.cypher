// End an OAuth client and its tokens.
// param id  string   public id
// param at  integer  epoch ms
MATCH (c:OAuthClient {id: $id})
SET c.active = false
WITH c
MATCH (t:OAuthToken)-[:ISSUED_TO]->(c)
WHERE t.revoked_at IS NULL
SET t.revoked_at = $at
