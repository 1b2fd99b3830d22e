"""`netmodel.toml`: what a study says about itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from netmodel.schema.convert import is_date


def _date(text: str) -> str:
    if not is_date(text):
        raise ValueError('write the year, "2014", the month, "2014-03", or the day, "2014-03-18"')
    return text


Date = Annotated[str, AfterValidator(_date)]


class Study(BaseModel):
    """Title, sides, dates and currency of a study; every field may be left out.

    `sides` gives the order in which sides are shown; `before` is the date that recovery is measured against and
    `now` the date of today's picture.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    description: str = ""
    sides: tuple[str, ...] = Field(default=(), description="The sides, in the order in which they are shown.")
    before: Date | None = None
    now: Date | None = None
    currency: str = ""
