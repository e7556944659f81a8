// One page of an organization's audit log, and how many entries the filter leaves.
// param organization  integer       organization number
// param actor         string|null   exactly as recorded
// param action        string|null   whole name
// param beginning     string        start of the name, empty for all
// param subject       string|null   exactly as recorded
// param since         integer|null  epoch ms, included
// param before        integer|null  epoch ms, excluded
// param sign          integer       1 oldest first, -1 newest first
// param skip          integer       entries to leave out
// param limit         integer       entries to return
// returns             total, entries  a number and a list of maps
MATCH (e:AuditEntry {organization: $organization})
WHERE ($actor IS NULL OR e.actor = $actor) AND ($action IS NULL OR e.action = $action)
  AND e.action STARTS WITH $beginning AND ($subject IS NULL OR e.subject = $subject)
  AND ($since IS NULL OR e.at >= $since) AND ($before IS NULL OR e.at < $before)
WITH e ORDER BY $sign * e.no
WITH collect(e) AS found
RETURN size(found) AS total, [e IN found[$skip..($skip + $limit)] | e {.*}] AS entries
