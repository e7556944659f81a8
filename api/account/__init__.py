"""`/account/api/v1`: organizations, members, keys, clients and the audit log."""
