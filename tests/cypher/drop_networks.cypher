// Remove nodes numbered above a base.
// param base integer number
MATCH (n)
WHERE n.no > $base
DETACH DELETE n
