// A run of serials of an organization.
// param organization integer organization number
// param id           string  run id
// returns  run, lot_id   map of the node's properties; id of its lot
MATCH (r:LotRun {id: $id, organization: $organization})-[:OF]->(:CatalogueLot)-[:OF]->(l:Lot)
RETURN r {.*} AS run, l.id AS lot_id
