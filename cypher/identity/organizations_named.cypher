// Organizations of one name, oldest first.
// param name  string  exactly as stored
// returns     no, id, name
MATCH (o:Organization {name: $name})
RETURN o.no AS no, o.id AS id, o.name AS name
ORDER BY no
