// Offer an organization, by its id, a view of one's records; nothing opens until it is accepted.
// param grantor     integer            organization number
// param grantee_id  string             public id, whether or not somebody has it
// param id          string             public id of the grant
// param gtins       list<string>|null  14 digits each; null for all
// param brand       string|null        id of a brand of the grantor; null for all
// param date_from   integer|null       epoch day
// param date_to     integer|null       epoch day
// param note        string             for the grantee
// param at          integer            epoch ms
// returns           id
MATCH (giver:Organization {no: $grantor})
CREATE (giver)-[:OFFERS]->(g:Grant {id: $id, state: 'offered', grantee_id: $grantee_id, gtins: $gtins, brand: $brand,
                                    date_from: $date_from, date_to: $date_to, note: $note, offered_at: $at})
RETURN g.id AS id
