// How many there are: serials of a lot in an organization's catalogue.
// param organization integer     organization number
// param lot          string      lot id
// param status       string|null active or voided
// param serial       string|null exactly
// param gtin         string|null 14 digits
// param unprinted    boolean     only those of which no label exists
// returns  total
MATCH (l:Lot {id: $lot})
MATCH (s:Serial)-[:OF]->(c:CatalogueLot {key: toString($organization) + ':' + toString(l.no)})
WHERE ($status IS NULL OR coalesce(s.status, 'active') = $status) AND ($serial IS NULL OR s.serial = $serial)
  AND ($gtin IS NULL OR l.gtin = $gtin) AND (NOT $unprinted OR coalesce(s.label_print_count, 0) = 0)
RETURN count(s) AS total
