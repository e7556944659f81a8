"""`/account/api/v1/organizations/{org_id}/sharing-grants`."""
