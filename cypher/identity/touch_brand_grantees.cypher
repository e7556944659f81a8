// What those see changes to whom an organization shows its brands: its products have changed.
// param organization  integer  organization number
MATCH (:Organization {no: $organization})-[g:SHARES_WITH]->(receiver:Organization)
WHERE g.revoked_at IS NULL AND g.brand IS NOT NULL
WITH DISTINCT receiver ORDER BY receiver.no
SET receiver.trace_revision = receiver.trace_revision + 1
