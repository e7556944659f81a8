// A lot as an organization's catalogue holds it.
// param organization integer organization number
// param id           string  lot id
// returns  lot, no, gtin, lot_number, printed   map of the catalogue's properties; printed: a label of it exists
MATCH (l:Lot {id: $id})
MATCH (c:CatalogueLot {key: toString($organization) + ':' + toString(l.no)})-[:OF]->(l)
RETURN c {.*} AS lot, l.no AS no, l.gtin AS gtin, coalesce(c.lot_number, l.lot_number) AS lot_number,
       coalesce(c.label_print_count, 0) > 0
       OR EXISTS { MATCH (s:Serial)-[:OF]->(c) WHERE s.label_print_count > 0 } AS printed
