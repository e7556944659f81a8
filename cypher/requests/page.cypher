// One page of an organization's requests, and how many there are.
// param organization  integer      organization number
// param status        string|null  state
// param reason        string|null  why it was asked
// param sla           string|null  where it stands against its deadline
// param text          string|null  part of who asked or of the reference, in lower case
// param now           integer      epoch ms
// param at_risk       integer      ms before the deadline from which on it is at risk
// param order_by      string       property to sort by, of whole numbers
// param sign          integer      1 ascending, -1 descending
// param skip          integer      requests to leave out
// param limit         integer      requests to return
// returns             total, requests: a number and a list of maps of the nodes' properties
OPTIONAL MATCH (r:RecordsRequest {organization: $organization})
WHERE ($status IS NULL OR r.status = $status)
  AND ($reason IS NULL OR r.reason = $reason)
  AND ($text IS NULL OR toLower(r.asked_by) CONTAINS $text OR toLower(r.reference) CONTAINS $text)
WITH r, CASE
  WHEN r.status = 'withdrawn' THEN null
  WHEN coalesce(r.furnished_at, $now) >= r.due_at THEN 'breached'
  WHEN r.furnished_at IS NOT NULL THEN 'met'
  WHEN r.due_at - $now < $at_risk OR r.status = 'failed' THEN 'at_risk'
  ELSE 'on_track'
END AS sla
WHERE $sla IS NULL OR sla = $sla
WITH r ORDER BY $sign * coalesce(r[$order_by], 0), r.id
WITH collect(r) AS found
WITH size(found) AS total, found[$skip..($skip + $limit)] AS shown
RETURN total, COLLECT {
  UNWIND shown AS r
  OPTIONAL MATCH (p:RecordsPackage {id: r.newest})
  RETURN r {.*, package: p {.*}}
} AS requests
