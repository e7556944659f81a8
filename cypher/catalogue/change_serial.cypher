// Change a serial.
// param id      string serial id
// param changes map    properties that change
MATCH (s:Serial {id: $id})
SET s += $changes
