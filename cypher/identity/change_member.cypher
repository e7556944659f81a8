// Another role for a member.
// param id    string  public id of the membership
// param role  string  a member's role
MATCH (:User)-[m:MEMBER_OF {id: $id}]->(:Organization)
SET m.role = $role
