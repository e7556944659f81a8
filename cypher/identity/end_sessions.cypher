// End the sessions of a user but one.
// param user  string  public id
// param but   string  hex digest of the cookie that goes on, empty for none
MATCH (s:Session)-[:OF]->(:User {id: $user})
WHERE s.sha256 <> $but
DETACH DELETE s
