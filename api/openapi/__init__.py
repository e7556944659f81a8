"""What the API says about itself to programs: one OpenAPI 3.1 document an app, and the catalog of them (RFC 9727)."""
