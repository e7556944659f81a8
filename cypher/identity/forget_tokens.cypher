// Remove some of a client's codes and tokens that time has made useless.
// param client  string   public id
// param at      integer  epoch ms
MATCH (:OAuthClient {id: $client})<-[:ISSUED_TO]-(old)
WHERE old.expires_at <= $at - 86400000
WITH old LIMIT 100
DETACH DELETE old
