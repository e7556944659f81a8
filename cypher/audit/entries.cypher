// Every entry of an organization's audit log that the filter leaves.
// param organization  integer       organization number
// param actor         string|null   exactly as recorded
// param action        string|null   whole name
// param beginning     string        start of the name, empty for all
// param subject       string|null   exactly as recorded
// param since         integer|null  epoch ms, included
// param before        integer|null  epoch ms, excluded
// param sign          integer       1 oldest first, -1 newest first
// returns             entry         a map
MATCH (e:AuditEntry {organization: $organization})
WHERE ($actor IS NULL OR e.actor = $actor) AND ($action IS NULL OR e.action = $action)
  AND e.action STARTS WITH $beginning AND ($subject IS NULL OR e.subject = $subject)
  AND ($since IS NULL OR e.at >= $since) AND ($before IS NULL OR e.at < $before)
WITH e ORDER BY $sign * e.no
RETURN e {.*} AS entry
