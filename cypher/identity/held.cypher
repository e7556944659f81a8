// How many keys and clients of an organization are active, and how many of its invitations and offers are open.
// param organization  integer  organization number
// param at            integer  epoch ms
// returns             keys, clients, invitations, offers
MATCH (o:Organization {no: $organization})
RETURN COUNT { (k:ApiKey {is_active: true})-[:OF]->(o) WHERE k.expires_at IS NULL OR k.expires_at > $at } AS keys,
       COUNT { (:OAuthClient {active: true})-[:OF]->(o) } AS clients,
       COUNT { (i:Invitation)-[:TO]->(o) WHERE i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $at } AS invitations,
       COUNT { (o)-[:OFFERS]->(:Grant {state: 'offered'}) } AS offers
