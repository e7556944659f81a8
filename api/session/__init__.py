"""Signing in: `/account/api/v1/session` for programs of a browser, `/account/sign-in` for people."""
