// One more entry of an organization's audit log, under its next number.
// param organization  integer      organization number
// param at            integer      epoch ms
// param actor         string       who: key:, user: or client: with an id, or operator
// param action        string       dotted name
// param subject       string|null  id of what it was done to
// param detail        string       JSON object
// param request_id    string|null  X-Request-ID of the call
// returns             no
MERGE (log:AuditLog {organization: $organization})
SET log.last_no = coalesce(log.last_no, 0) + 1
CREATE (e:AuditEntry {organization: $organization, no: log.last_no, at: $at, actor: $actor, action: $action,
                      subject: $subject, detail: $detail, request_id: $request_id})
RETURN e.no AS no
