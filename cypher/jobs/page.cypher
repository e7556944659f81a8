// One page of an organization's export jobs, and how many there are.
// param prefix         string    start of every job key of the organization
// param status         string    or null for all
// param direction      string    or null for all
// param lot_id         string    or null for all
// param lot_number     string    or null for all
// param gtin           string    or null for all
// param requested_by   string    or null for all
// param retry_of       string    or null for all
// param requested_from integer   epoch ms, included; or null
// param requested_to   integer   epoch ms, excluded; or null
// param sla            string    or null for all
// param now            integer   epoch ms
// param allowed        integer   ms a firm has to furnish records
// param at_risk        integer   ms after which an open job is at risk
// param order_by       string    property to sort by, of whole numbers
// param sign           integer   1 ascending, -1 descending
// param skip           integer   jobs to leave out
// param limit          integer   jobs to return
// returns total, jobs            a number and a list of maps of the nodes' properties
MATCH (j:ExportJob)
WHERE j.key STARTS WITH $prefix
  AND ($status IS NULL OR j.status = $status)
  AND ($direction IS NULL OR j.direction = $direction)
  AND ($lot_id IS NULL OR j.lot_id = $lot_id)
  AND ($lot_number IS NULL OR j.lot_number = $lot_number)
  AND ($gtin IS NULL OR j.gtin = $gtin)
  AND ($requested_by IS NULL OR j.requested_by = $requested_by)
  AND ($retry_of IS NULL OR j.retry_of = $retry_of)
  AND ($requested_from IS NULL OR j.requested_at >= $requested_from)
  AND ($requested_to IS NULL OR j.requested_at < $requested_to)
WITH j, coalesce(j.delivered_at, j.answered_at) AS answered
WITH j, answered, coalesce(answered, $now) - j.first_requested_at AS elapsed
WITH j, CASE
  WHEN elapsed >= $allowed THEN 'breached'
  WHEN answered IS NOT NULL THEN 'met'
  WHEN elapsed > $at_risk OR j.status = 'failed' THEN 'at_risk'
  ELSE 'on_track'
END AS sla
WHERE $sla IS NULL OR sla = $sla
WITH j
ORDER BY $sign * coalesce(j[$order_by], 0), j.ordinal * $sign, j.id
WITH collect(j) AS found
RETURN size(found) AS total, [j IN found[$skip..($skip + $limit)] | j {.*}] AS jobs
