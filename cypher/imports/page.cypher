// One page of an organization's imports, and how many there are.
// param organization    integer   organization number
// param status          string    or null for all
// param sha256          string    of the file; or null for all
// param filename        string    part of the file's name in lower case; or null for all
// param corrects        string    import whose rows are corrected; or null for all
// param requested_from  integer   epoch ms, included; or null
// param requested_to    integer   epoch ms, excluded; or null
// param order_by        string    property to sort by
// param descending      boolean   latest or largest first
// param skip            integer   imports to leave out
// param limit           integer   imports to return
// returns total, nodes  a number and a list of maps of the nodes' properties
MATCH (i:Import {organization: $organization})
WHERE ($status IS NULL OR i.status = $status)
  AND ($sha256 IS NULL OR i.sha256 = $sha256)
  AND ($filename IS NULL OR toLower(i.filename) CONTAINS $filename)
  AND ($corrects IS NULL OR i.corrects = $corrects)
  AND ($requested_from IS NULL OR i.requested_at >= $requested_from)
  AND ($requested_to IS NULL OR i.requested_at < $requested_to)
WITH i
ORDER BY CASE WHEN $descending THEN null ELSE i[$order_by] END,
  CASE WHEN $descending THEN i[$order_by] ELSE null END DESC, i.id
WITH collect(i) AS found
RETURN size(found) AS total, [i IN found[$skip..($skip + $limit)] | i {.*}] AS nodes
