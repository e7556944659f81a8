// Ids of the connections the server holds.
// returns ids
CALL dbms.listConnections() YIELD connectionId
RETURN collect(connectionId) AS ids
