// Which of these ids are places an organization has registered.
// param organization integer      organization number
// param ids          list<string> location ids
// returns  id
UNWIND $ids AS id
MATCH (:Organization {no: $organization})-[:OPERATES]->(p:Location {id: id})
RETURN DISTINCT id
