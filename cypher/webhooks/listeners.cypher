// Active endpoints of an organization that want to hear of an event.
// param organization  integer  organization number
// param event         string   name of the event
// param every         string   what stands for all events
// returns             id
// replan skip
MATCH (e:WebhookEndpoint {organization: $organization})
USING INDEX SEEK e:WebhookEndpoint(organization)
WHERE e.is_active AND ($event IN e.events OR $every IN e.events)
RETURN e.id AS id
ORDER BY id
