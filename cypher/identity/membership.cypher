// What a user is in an active organization.
// param user  string  public id
// param id    string  public id of the organization
// returns     role, organization
MATCH (:User {id: $user})-[m:MEMBER_OF]->(o:Organization {id: $id, active: true})
RETURN m.role AS role, o {.no, .id, .name} AS organization
