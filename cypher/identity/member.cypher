// A member of an organization by the id of the membership.
// param organization  integer  organization number
// param id            string   public id of the membership
// returns             member
MATCH (u:User)-[m:MEMBER_OF {id: $id}]->(:Organization {no: $organization})
RETURN m {.id, .role, .joined_at, user_id: u.id, email: u.email, name: u.name, metadata: u.metadata} AS member
