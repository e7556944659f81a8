// Mark jobs as handed to the queue, each for one sweeper only.
// param ids            list<string>  job ids
// param asked_before   integer       epoch ms; a job handed over later is another sweeper's
// param now            integer       epoch ms
// returns id           jobs this caller is to hand over
UNWIND $ids AS wanted
MATCH (j:Job {id: wanted})
SET j.lock = 0
WITH j
WHERE j.enqueued_at < $asked_before
SET j.enqueued_at = $now
RETURN j.id AS id
