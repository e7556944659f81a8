// A user by e-mail address.
// param email_key  string  case folded
// returns          id, email, name, created_at, metadata, password, active
MATCH (u:User {email_key: $email_key})
RETURN u.id AS id, u.email AS email, u.name AS name, u.created_at AS created_at, u.metadata AS metadata,
       u.password AS password, u.active AS active
