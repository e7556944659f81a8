// Another password for a user; a token to reset it is good no more.
// param id        string   public id
// param password  string   argon2id hash
// param at        integer  epoch ms
// returns         id
MATCH (u:User {id: $id})
SET u.password = $password, u.password_set_at = $at
REMOVE u.reset_sha256, u.reset_until
RETURN u.id AS id
