"""Questions of leaders: how the city stands, the plan, a group of indicators, a region beside its peers."""

from queries.leadership.attention import AttentionQueries
from queries.leadership.group import GroupQueries
from queries.leadership.overview import OverviewQueries
from queries.leadership.plan import PlanQueries
from queries.leadership.region import RegionQueries

__all__ = ["AttentionQueries", "GroupQueries", "OverviewQueries", "PlanQueries", "RegionQueries"]
