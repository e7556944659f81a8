// How many nodes of each set of labels there are, and relationships of each type; the audit trail apart.
// returns what, number
CALL () {
  MATCH (n) WHERE NOT n:AuditEntry AND NOT n:AuditLog
  RETURN 'node ' + reduce(all = '', l IN labels(n) | all + l) AS what, count(*) AS number
  UNION ALL
  MATCH (n)-[r]->() WHERE NOT n:AuditEntry AND NOT n:AuditLog
  RETURN 'relationship ' + type(r) AS what, count(*) AS number
}
RETURN what, number ORDER BY what
