// Merges that still stand and have touched one of these places, later than a moment.
// param organization integer       organization number
// param places       list<integer> place numbers
// param after        integer       epoch ms
// returns  id
MATCH (m:LocationMerge {organization: $organization})
WHERE m.undone_at IS NULL AND m.merged_at > $after AND (m.from_no IN $places OR m.into_no IN $places)
RETURN m.id AS id
