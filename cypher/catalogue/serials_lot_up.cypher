// Serials of a lot in an organization's catalogue, oldest first.
// param organization integer     organization number
// param lot          string      lot id
// param status       string|null active or voided
// param serial       string|null exactly
// param gtin         string|null 14 digits
// param unprinted    boolean     only those of which no label exists
// param skip         integer     serials before the page
// param limit        integer     serials on the page
// returns  serial, lot_id, gtin, lot_number   map of the node's properties; its lot
MATCH (l:Lot {id: $lot})
MATCH (s:Serial)-[:OF]->(c:CatalogueLot {key: toString($organization) + ':' + toString(l.no)})
WHERE ($status IS NULL OR coalesce(s.status, 'active') = $status) AND ($serial IS NULL OR s.serial = $serial)
  AND ($gtin IS NULL OR l.gtin = $gtin) AND (NOT $unprinted OR coalesce(s.label_print_count, 0) = 0)
RETURN s {.*} AS serial, l.id AS lot_id, l.gtin AS gtin, coalesce(c.lot_number, l.lot_number) AS lot_number
ORDER BY s.seq, s.id
SKIP $skip LIMIT $limit
