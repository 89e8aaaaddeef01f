"""A region beside its peers: its score and size, the map around it, and what needs a hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.charts.counts import counts_words
from components.formatting.completeness import completeness_of
from components.formatting.dates import period_words
from components.formatting.display_values import basis_name, points
from components.formatting.numbers import DisplayValue, digits
from components.formatting.qualifiers import qualified_words, qualifier_name
from components.formatting.units import unit_after
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.indicators.attention import AttentionRow
from components.leadership.group import figure_of
from components.leadership.region_head import MONTHS, NeighboursMap, RankedRegion, RegionHead, RegionRanking
from components.leadership.region_navigation import RegionNavigation
from components.leadership.region_page import RegionPage
from components.leadership.score_caps import capped_months
from components.maps.region_map import MapShape, RegionShade, credit_lines, drawn
from components.maps.region_panel import shaded
from indicators.compute.peers import peer_rank
from indicators.compute.results import GroupScore, IndicatorValue
from queries.indicator_values import IndicatorValueQueries, score_names
from queries.leadership.attention import AttentionQueries
from queries.leadership.region_peers import PeerQueries, RegionPeers
from queries.request_context import RequestContext

PRESSING = 8  # rows of the attention list
DENSITY = "S015"  # population by area: it carries all three
Scores = Mapping[int, GroupScore]


@dataclass(frozen=True)
class RegionQueries:
    """Regions within the scope of the visitor. OutOfScope for one outside of it."""

    context: RequestContext

    def page(self, view: View, code: str) -> RegionPage:
        """The region with this code. NoSuchScreen for an unknown one."""
        regions, queries = self.context.catalogue.regions, PeerQueries(self.context)
        if not code.isascii() or not code.isdigit() or int(code) not in regions:
            raise NoSuchScreen(code)
        peers = queries.peers(int(code))
        values = IndicatorValueQueries(self.context)
        newest = values.newest(peers.code)
        scores = values.scores_by_region("city", "city", regions.codes)
        density = next((value for value in newest if value.indicator == DENSITY), None)
        return RegionPage(
            self._ways(view, peers.code),
            self._head(view, peers, scores, density),
            self._ranking(view, peers, scores),
            self._map(view, peers, scores),
            queries.functions(view, peers),
            queries.standing(peers, newest),
        )

    def attention(self, view: View, code: int) -> list[AttentionRow]:
        """What needs a hand in the region and all in it, the most urgent first."""
        return AttentionQueries(self.context).rows(
            PRESSING, lambda region: "" if region == code else self._name(view, region), code
        )

    def _name(self, view: View, code: int) -> str:
        return view.localise(self.context.catalogue.regions[code].name)

    def _ways(self, view: View, code: int) -> RegionNavigation:
        context, regions = self.context, self.context.catalogue.regions
        outer = [
            (self._name(view, step), view.href(f"/regions/{step}") if context.scope.permits(step) else None)
            for step in reversed(regions.around(code)[1:])
        ]
        parent = regions[code].parent
        level = [code] if parent is None else list(regions.children(parent))
        near = [*level, *(regions.children(code) if parent is None else ())]
        peers = [(self._name(view, one), view.href(f"/regions/{one}"), one == code) for one in context.seen(near)]
        return RegionNavigation(self._name(view, code), outer, peers)

    def _head(self, view: View, peers: RegionPeers, scores: Scores, density: IndicatorValue | None) -> RegionHead:
        own = scores[peers.code]
        return RegionHead(
            figure_of(own, self.context.demo),
            points(own.score),
            IndicatorValueQueries(self.context).changes(own),
            self._places(view, peers, scores),
            counts_words(view, own.counts),
            [] if density is None else self._size(view, density),
            self._published(view, peers.code),
            completeness_of(own),
            capped_months(view, own, score_names(view, self.context.catalogue), MONTHS),
        )

    def _places(self, view: View, peers: RegionPeers, scores: Scores) -> list[str]:
        """Which place it takes among its peers and among all of its level, where all of them may be seen."""
        context, regions = self.context, self.context.catalogue.regions
        level = regions[peers.code].level
        groups = [("peers", (peers.code, *peers.others)), ("all", regions.at(level))]
        if level != "town":
            groups = groups[:1] if level == "district" else []
        said = []
        for group, members in groups:
            if context.seen(members) != tuple(members):
                continue
            latest = {code: scores[code].latest if code in scores else None for code in members}
            found = peer_rank(latest, peers.code)
            if found:
                said.append(view.translate(f"region.place.{level}.{group}", place=found.place, of=found.of))
        return said

    def _size(self, view: View, density: IndicatorValue) -> list[tuple[str, DisplayValue]]:
        """Population, area and density: the parts of one indicator, so they all open where they come from."""
        catalogue = self.context.catalogue
        shown = (
            ("region.population", density.numerator, catalogue.measures["resident_population"].unit, 1),
            ("region.area", density.denominator, catalogue.measures["land_area"].unit, 0),
            ("region.density", density.value, catalogue.indicators[DENSITY].unit, 0),
        )
        region, period, basis = density.region, density.period, basis_name(density.basis)
        return [
            (
                view.translate(key, period=period_words(view, period)),
                DisplayValue(DENSITY, region, period, value, unit_after(view, unit), decimals, "unknown", basis),
            )
            for key, value, unit, decimals in shown
        ]

    def _published(self, view: View, code: int) -> list[str]:
        """What is published about the region's size, with its source: beside demonstration values the true ones."""
        context, said = self.context, list[str]()
        for measure in ("resident_population", "land_area"):
            facts = context.reader.published(context.scope, context.version, measure, code)
            if facts:
                fact, definition = facts[-1], context.catalogue.measures[measure]
                value = f"{digits(fact.value, 2)}{unit_after(view, definition.unit)}"
                said.append(
                    view.translate(
                        "region.published",
                        name=view.localise(definition.name),
                        period=period_words(view, fact.period),
                        value=qualified_words(view, value, qualifier_name(fact.wording)),
                        source=fact.batch.source_zh if view.lang == "zh" else fact.batch.source_en,
                    )
                )
        return said

    def _map(self, view: View, peers: RegionPeers, scores: Scores) -> NeighboursMap:
        context, outlines = self.context, self.context.shapes
        figures = [figure_of(scores[code], context.demo) for code in peers.shown if code in scores]
        shades = shaded(figures, {code: view.href(f"/regions/{code}") for code in peers.shown})
        shapes: list[tuple[MapShape, RegionShade | None]] = [
            (drawn(view, outlines[code]), shades.get(code)) for code in peers.shown if code in outlines
        ]
        here = peers.code if peers.code in peers.shown else None
        notes = credit_lines(view, outlines.credits, outlines.approximate("town"))
        return NeighboursMap(self._title(view, peers.code, "map"), shapes, here, notes)

    def _ranking(self, view: View, peers: RegionPeers, scores: Scores) -> RegionRanking:
        demo = self.context.demo
        shown = [
            RankedRegion(
                self._name(view, code),
                view.href(f"/regions/{code}"),
                figure_of(scores[code], demo),
                code == peers.code,
                completeness_of(scores[code]),
            )
            for code in peers.shown
            if code in scores
        ]
        return RegionRanking(self._title(view, peers.code, "ranks"), shown)

    def _title(self, view: View, code: int, what: str) -> str:
        here = self.context.catalogue.regions[code]
        outer = here.parent if here.level == "town" else code
        return view.translate(f"region.{what}.{here.level}", name=self._name(view, outer or code))
