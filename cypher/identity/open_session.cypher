// A session of a user, known by the SHA-256 of its cookie; those of the user that are over go.
// param user        string   public id
// param sha256      string   hex digest of the raw cookie
// param at          integer  epoch ms
// param idle_since  integer  epoch ms; sessions not seen after it are over
// param began       integer  epoch ms; sessions opened before it are over
// returns           user
MATCH (u:User {id: $user})
CALL (u) {
  MATCH (old:Session)-[:OF]->(u)
  WHERE old.seen_at <= $idle_since OR old.opened_at <= $began
  DETACH DELETE old
}
CREATE (:Session {sha256: $sha256, opened_at: $at, seen_at: $at})-[:OF]->(u)
RETURN u.id AS user
