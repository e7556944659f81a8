// Make a user a member, unless they are one.
// param organization  integer  organization number
// param user          string   public id
// param id            string   public id of the membership
// param role          string   a member's role
// param at            integer  epoch ms
// returns             added, member
MATCH (u:User {id: $user}), (o:Organization {no: $organization})
MERGE (u)-[m:MEMBER_OF]->(o)
ON CREATE SET m.id = $id, m.role = $role, m.joined_at = $at
RETURN m.id = $id AS added, m {.id, .role, .joined_at, user_id: u.id, email: u.email, name: u.name,
                               metadata: u.metadata} AS member
