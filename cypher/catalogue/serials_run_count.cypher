// How many there are: serials of a run.
// param organization integer     organization number
// param run          string      run id
// param status       string|null active or voided
// param serial       string|null exactly
// param gtin         string|null 14 digits
// param unprinted    boolean     only those of which no label exists
// returns  total
MATCH (s:Serial {run: $run})-[:OF]->(c:CatalogueLot {organization: $organization})-[:OF]->(l:Lot)
WHERE ($status IS NULL OR coalesce(s.status, 'active') = $status) AND ($serial IS NULL OR s.serial = $serial)
  AND ($gtin IS NULL OR l.gtin = $gtin) AND (NOT $unprinted OR coalesce(s.label_print_count, 0) = 0)
RETURN count(s) AS total
