"""FDA's requests for records (21 CFR 1.1455(c)): what was asked, what was found, who signed it, when it went out."""

from engine.requests.requests import Requests

__all__ = ["Requests"]
