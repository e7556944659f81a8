// Remember the last number handed out.
// param last integer number
// replan skip
MATCH (l:Ledger {name: 'ledger'})
USING INDEX SEEK l:Ledger(name)
SET l.last_no = $last
