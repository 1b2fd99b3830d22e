"""`netmodel.toml`: what a study says about itself."""

from __future__ import annotations

import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from netmodel.schema.convert import is_date, period_end


def _text(value: object) -> object:
    """A year that is written as a number, and a day that is written as a date of TOML, as text."""
    plain = type(value) in (int, datetime.date)
    return str(value) if plain else value


def _date(text: str) -> str:
    if not is_date(text):
        raise ValueError('write the year, "2014", the month, "2014-03", or the day, "2014-03-18"')
    return text


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("name every side once")
    return names


Date = Annotated[str, BeforeValidator(_text), AfterValidator(_date)]


class Study(BaseModel):
    """Title, sides, dates and currency of a study; every field may be left out.

    `sides` gives the order in which sides are shown; `before` is the date that recovery is measured against and
    `now` the date of today's picture. `budget` and `max_risk` are what a portfolio keeps to unless it is asked
    otherwise. `allies` are the parties that serve as a yardstick; `signal` is who lets others proceed, `rank_window`
    the ranks from which such a signal is neither premature nor too junior, `ministers` whether ministers may be
    paired with counterparts; `trust` is what there is of it today.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(default="", description="What the study is about: the heading of the page.")
    description: str = Field(default="", description="A sentence or two for readers of the page.")
    sides: Annotated[tuple[str, ...], AfterValidator(_once)] = Field(
        default=(), description="The sides, in the order in which they are shown."
    )
    before: Date | None = Field(
        default=None,
        description="The date before the rupture; recovery is measured against it. A year means its end.",
    )
    now: Date | None = Field(default=None, description="The date of today's picture; default: the latest status.")
    currency: str = Field(default="", description="The currency of the costs, such as CAD.")
    budget: float | None = Field(
        default=None, ge=0, description="What the channels of a portfolio may cost together; default: no limit."
    )
    max_risk: float | None = Field(
        default=None, ge=0, le=1, description="The highest risk that a channel of a portfolio may have."
    )

    allies: Annotated[tuple[str, ...], AfterValidator(_once)] = Field(
        default=(), description="Parties that kept talking, against whom the first side is measured."
    )
    signal: str = Field(default="", description="Id of the stakeholder whose signal lets others proceed.")
    rank_window: tuple[int, int] = Field(
        default=(2, 3), description="Ranks from which a signal is neither premature nor too junior: [2, 3]."
    )
    ministers: bool = Field(default=True, description="Whether ministers may be paired with counterparts.")
    trust: float = Field(default=0.1, ge=0, le=1, description="Trust there is between the sides today.")

    @model_validator(mode="after")
    def _window_is_in_order(self) -> Self:
        senior, junior = self.rank_window
        if not 1 <= senior <= junior <= 5:
            raise ValueError(f"`rank_window` [{senior}, {junior}] must be two ranks of 1 to 5, the senior one first")
        return self

    @model_validator(mode="after")
    def _before_is_earlier(self) -> Self:
        if self.before and self.now and period_end(self.before) >= period_end(self.now):
            raise ValueError(f"`before` ({self.before}) must be earlier than `now` ({self.now})")
        return self
