// One page of an organization's messages, and how many there are.
// param organization  integer      organization number
// param endpoint      string|null  endpoint id
// param status        string|null  where they stand
// param event         string|null  name of the event
// param order_by      string       property to sort by, of whole numbers
// param sign          integer      1 ascending, -1 descending
// param skip          integer      messages to leave out
// param limit         integer      messages to return
// returns             total, deliveries: a number and a list of maps of the nodes' properties
OPTIONAL MATCH (d:WebhookDelivery {organization: $organization})
WHERE ($endpoint IS NULL OR d.endpoint_id = $endpoint)
  AND ($status IS NULL OR d.status = $status)
  AND ($event IS NULL OR d.event = $event)
WITH d ORDER BY $sign * coalesce(d[$order_by], 0), d.id
WITH collect(d) AS found
RETURN size(found) AS total, [d IN found[$skip..($skip + $limit)] | d {.*}] AS deliveries
