"""A study file to begin with: what names and codes say of a table, and places to fill."""

from alsstats.drafting.draft import Draft, draft_study

__all__ = ["Draft", "draft_study"]
