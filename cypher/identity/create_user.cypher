// A user, unless the address has one already.
// param id         string   public id
// param email      string   as written
// param email_key  string   case folded
// param name       string   empty where unknown
// param password   string   argon2id hash
// param at         integer  epoch ms
// returns          created, id, email, name, created_at, metadata
MERGE (u:User {email_key: $email_key})
ON CREATE SET u.id = $id, u.email = $email, u.name = $name, u.password = $password, u.active = true,
              u.created_at = $at
RETURN u.id = $id AS created, u.id AS id, u.email AS email, u.name AS name, u.created_at AS created_at,
       u.metadata AS metadata
