// Which of these ids are brands of an organization.
// param organization integer      organization number
// param ids          list<string> brand ids
// returns  id
UNWIND $ids AS id
MATCH (b:Brand {id: id, organization: $organization})
RETURN DISTINCT id
