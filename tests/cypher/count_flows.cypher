// How many flows there are.
// returns flows
MATCH ()-[f:FLOWS_TO]->()
RETURN count(f) AS flows
