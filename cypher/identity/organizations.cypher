// Organizations by their numbers.
// param numbers  list<integer>  organization numbers
// returns        no, id, name
MATCH (o:Organization)
WHERE o.no IN $numbers
RETURN o.no AS no, o.id AS id, o.name AS name
ORDER BY no
