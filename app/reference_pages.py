"""The pages to look things up: every declaration, and every term."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app import limits
from app.everything import everything
from app.formulas import mathml, plain
from app.pages import READ, page
from app.teaching import glossary
from optim_core.cost import prices
from optim_core.expression import grammar

router = APIRouter(include_in_schema=False)


@router.api_route("/reference", methods=READ)
async def reference(request: Request) -> Response:
    """Every optimizer, surface, schedule and noise, from its declaration."""
    return page(
        request,
        "reference.html",
        catalog=lambda language: everything(),
        mathml=lambda language: mathml,
        plain=lambda language: plain,
        grammar=lambda language: grammar,
        limits=lambda language: limits.as_dict(),
        passes=lambda language: prices(2),
    )


@router.api_route("/glossary", methods=READ)
async def words(request: Request) -> Response:
    """Every term of the lessons, in both languages."""
    return page(
        request,
        "glossary.html",
        terms=glossary.in_order,
        known=lambda language: glossary.terms(),
        mathml=lambda language: mathml,
    )
