// The places an organization has registered, or one of them by its id or a former one.
// param organization integer     organization number
// param id           string|null location id; null for all
// returns  id, no, gln, registration, described   properties of the registration or null; a description it gave of the place
CALL () {
  MATCH (o:Organization {no: $organization})-[r:OPERATES]->(p:Location)
  WHERE $id IS NULL OR p.id = $id
  RETURN p, r
  UNION
  MATCH (:FormerId {id: $id})-[:NOW]->(p:Location)<-[r:OPERATES]-(:Organization {no: $organization})
  RETURN p, r
}
OPTIONAL MATCH (g:Registration {key: toString($organization) + ':' + toString(p.no)})
RETURN p.id AS id, p.no AS no, p.gln AS gln, g {.*} AS registration,
       head(COLLECT {
         MATCH (d:PlaceDescription)-[:OF]->(p)
         WHERE $organization IN d.recorders AND any(k IN d.keys WHERE k IN r.keys)
         RETURN d.description ORDER BY size(d.description) DESC, d.key LIMIT 1
       }) AS described
