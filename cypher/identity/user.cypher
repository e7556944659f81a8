// An active user by id.
// param id  string  public id
// returns   id, email, name, created_at, metadata, password, active
MATCH (u:User {id: $id, active: true})
RETURN u.id AS id, u.email AS email, u.name AS name, u.created_at AS created_at, u.metadata AS metadata,
       u.password AS password, u.active AS active
