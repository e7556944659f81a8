// Clues, as a capture left them.
// param rows list<map> properties
UNWIND $rows AS row
CREATE (k:Clue)
SET k = row
