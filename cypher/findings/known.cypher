// A location and an organization by their ids.
// param location_id     string  or null
// param organization_id string  or null
// returns  place, organization   numbers, null where there is none
RETURN head(COLLECT {
    MATCH (p:Location {id: $location_id}) RETURN p.no
    UNION
    MATCH (:FormerId {id: $location_id})-[:NOW]->(p:Location) RETURN p.no
  }) AS place,
  head(COLLECT { MATCH (o:Organization {id: $organization_id}) RETURN o.no }) AS organization
