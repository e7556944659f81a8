"""The routes of `/account/api/v1`, as one router."""

from fastapi import APIRouter

from api.account.audit import router as audit
from api.account.keys import router as keys
from api.account.members import router as members
from api.account.organizations import router as organizations

router = APIRouter()
for each in (organizations, members, keys, audit):
    router.include_router(each)
