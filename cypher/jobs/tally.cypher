// Export jobs of the whole deployment, counted by state and by verdict on their 24 hours.
// param now        integer   epoch ms
// param allowed    integer   ms a firm has to furnish records
// param at_risk    integer   ms after which an open job is at risk
// returns status, sla, jobs, oldest   oldest: epoch ms, earliest request among them
MATCH (j:ExportJob)
WITH j, coalesce(j.delivered_at, j.answered_at) AS answered
WITH j, answered, coalesce(answered, $now) - j.first_requested_at AS elapsed
RETURN j.status AS status, CASE
  WHEN elapsed >= $allowed THEN 'breached'
  WHEN answered IS NOT NULL THEN 'met'
  WHEN elapsed > $at_risk OR j.status = 'failed' THEN 'at_risk'
  ELSE 'on_track'
END AS sla, count(*) AS jobs, min(j.requested_at) AS oldest
