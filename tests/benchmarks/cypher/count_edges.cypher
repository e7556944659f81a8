// How much of what the bare way writes a graph holds.
// returns nodes, edges
RETURN COUNT { MATCH (n:Lot|Stock|CTE|Clue|Location|PlaceKey|PlaceDescription|Capture|Finding) } AS nodes,
       COUNT { MATCH ()-[:HELD_AS|AT|FLOWS_TO|GIVES|DEPENDS_ON|OF|STATES]->() } AS edges
