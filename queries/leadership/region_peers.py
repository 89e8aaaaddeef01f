"""A region against its peers: its functions, its strong and weak indicators, and what a year has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.charts.small_multiples import SmallMultiple
from components.formatting.display_values import points
from components.formatting.numbers import DisplayValue, digits
from components.framework.view import View
from components.leadership.group import figure_of
from components.leadership.peer_comparison import IndicatorChange, PeerComparison, PeerRow
from components.leadership.region_functions import FunctionComparison
from components.leadership.score_caps import capped_months
from indicators.compute.peers import gains_and_losses, middle, peer_rank, strongest, weakest
from indicators.compute.results import GroupScore, IndicatorValue
from queries.indicator_values import IndicatorValueQueries, score_names
from queries.request_context import RequestContext

SHOWN = 5  # indicators in each list
MONTHS = 24
FunctionScores = dict[tuple[str, int], GroupScore]


@dataclass(frozen=True)
class RegionPeers:
    """A region with the regions it is compared with, and those on its map (its own inside, or its siblings)."""

    code: int
    others: tuple[int, ...]
    shown: tuple[int, ...]

    @property
    def compared(self) -> tuple[int, ...]:
        """The other regions of its level or, where it has none, those on its map."""
        return self.others or self.shown


@dataclass(frozen=True)
class PeerQueries:
    """Comparisons of a region with its peers, as far as the visitor may see these."""

    context: RequestContext

    def peers(self, code: int) -> RegionPeers:
        """The peers of a region."""
        here, inside = self.context.catalogue.regions[code], self.context.inside(code)
        siblings = self.context.inside(here.parent) if here.parent else inside
        others = tuple(peer for peer in siblings if peer != code)
        return RegionPeers(code, others, inside or siblings or (code,))

    def functions(self, view: View, peers: RegionPeers) -> FunctionComparison:
        """Its functions beside those of its peers."""
        catalogue, regions = self.context.catalogue, (peers.code, *peers.compared)
        scores = IndicatorValueQueries(self.context).function_scores(regions)
        named = {
            name: view.localise(entry.name)
            for name, entry in catalogue.plan.functions.items()
            if (name, peers.code) in scores
        }
        rows = [(title, [self._figure(scores.get((name, code))) for code in regions]) for name, title in named.items()]
        return FunctionComparison(
            view.translate(f"region.functions.{catalogue.regions[peers.code].level}"),
            [self._picture(view, peers, name, title, scores) for name, title in named.items()],
            [view.localise(catalogue.regions[code].name) for code in regions],
            rows,
        )

    def standing(self, peers: RegionPeers, newest: Sequence[IndicatorValue]) -> PeerComparison:
        """Its strongest and weakest indicators beside the peers' middle, and the greatest changes of a year."""
        context, defined = self.context, self.context.catalogue.indicators
        best, worst = strongest(newest, SHOWN), weakest(newest, SHOWN)
        names = {value.indicator for value in (*best, *worst)}
        theirs = context.reader.many_cells(context.scope, context.version, names, peers.compared)

        def row(value: IndicatorValue) -> PeerRow:
            keys = [(value.indicator, code) for code in peers.compared]
            others = [theirs[key] for key in keys if key in theirs]
            middles = middle(one.value for one in others), middle(one.score for one in others)
            return PeerRow(value, defined[value.indicator], *middles)

        gains, losses = (
            [IndicatorChange(value, defined[value.indicator], size) for value, size in found]
            for found in gains_and_losses(newest, defined, SHOWN)
        )
        largest = max((abs(one.size) for one in (*gains, *losses)), default=0.0)
        return PeerComparison([row(one) for one in worst], [row(one) for one in best], losses, gains, largest)

    def _figure(self, score: GroupScore | None) -> DisplayValue | None:
        return None if score is None else figure_of(score, self.context.demo)

    def _picture(self, view: View, peers: RegionPeers, name: str, title: str, scores: FunctionScores) -> SmallMultiple:
        own = scores[name, peers.code]
        others = {code: scores[name, code] for code in peers.compared if (name, code) in scores}
        latest = {code: score.latest for code, score in others.items()}
        found = peer_rank({**latest, peers.code: own.latest}, peers.code) if peers.others else None
        half = digits(middle(latest.values()), 0)
        remark = view.translate("region.function.middle", middle=half)
        if found:
            remark = view.translate("region.function.place", place=found.place, of=found.of, middle=half)
        here = view.localise(self.context.catalogue.regions[peers.code].name)
        score = digits(own.latest, 0)
        return SmallMultiple(
            title,
            view.href(f"/functions/{name}"),
            figure_of(own, self.context.demo),
            remark,
            points(own.score)[-MONTHS:],
            [points(other.score)[-MONTHS:] for other in others.values()],
            view.translate("region.function.words", name=title, here=here, score=score, middle=half),
            capped_months(view, own, score_names(view, self.context.catalogue), MONTHS),
        )
