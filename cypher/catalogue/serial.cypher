// A serial of an organization.
// param organization integer organization number
// param id           string  serial id
// returns  serial, lot_id, gtin, lot_number   map of the node's properties; its lot
MATCH (s:Serial {id: $id})-[:OF]->(c:CatalogueLot {organization: $organization})-[:OF]->(l:Lot)
RETURN s {.*} AS serial, l.id AS lot_id, l.gtin AS gtin, coalesce(c.lot_number, l.lot_number) AS lot_number
