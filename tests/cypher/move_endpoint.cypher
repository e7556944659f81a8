// Give an endpoint another address, unchecked.
// param id   string  of the endpoint
// param url  string  its address
MATCH (e:WebhookEndpoint {id: $id}) SET e.url = $url
