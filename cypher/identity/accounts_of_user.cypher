// Active organizations of a user, first joined first.
// param user  string  public id
// returns     organization, country, is_brand, metadata, created_at, role
MATCH (:User {id: $user})-[m:MEMBER_OF]->(o:Organization {active: true})
RETURN o {.no, .id, .name} AS organization, o.country AS country, coalesce(o.is_brand, false) AS is_brand,
       o.metadata AS metadata, o.created_at AS created_at, m.role AS role
ORDER BY m.joined_at, o.no
