// Role of a member, and how many owners there are.
// param organization  integer  organization number
// param id            string   public id of the membership
// returns             role, owners
MATCH (:User)-[m:MEMBER_OF {id: $id}]->(o:Organization {no: $organization})
RETURN m.role AS role, COUNT { (:User {active: true})-[:MEMBER_OF {role: 'owner'}]->(o) } AS owners
