// Cut connections from the server's side.
// param ids list<string> connection ids
// returns id
CALL dbms.killConnections($ids) YIELD connectionId
RETURN connectionId AS id
