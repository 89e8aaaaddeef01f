"""What the catalogue has to hold, counted; codes and names typed by hand."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.plan.plan_coverage import coverage

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
TOWNS = {
    440604: "石湾镇街道010 张槎街道011 祖庙街道012 南庄镇100",
    440605: "桂城街道011 九江镇121 西樵镇122 丹灶镇123 狮山镇124 大沥镇125 里水镇126",
    440606: "伦教街道003 勒流街道004 大良街道005 容桂街道006 "
    "陈村镇101 北滘镇102 乐从镇103 龙江镇104 杏坛镇105 均安镇106",
    440607: "西南街道001 云东海街道004 大塘镇101 乐平镇103 白坭镇104 芦苞镇105 南山镇106",
    440608: "荷城街道004 杨和镇106 明城镇107 更合镇108",
}

# The indicators to load by default, by number, as they stand in the list the catalogue was made from.
STARRED = (
    "001-002 004-005 007 009-010 012-016 018-026 028 031-033 035-039 041 043 046-049 052 056-071 073-086 "
    "088 090-095 098-111 113-120 122 124-125 127-129 131 135 139-145 147 149-153 156-163 167-168 170 "
    "172-173 176 181 184-191 193 195-197 199-201 203 205 207 211-212 214 217-218 220 223 226-227"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(CATALOGUE)


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_the_plan_has_its_numbers(catalogue: Catalogue) -> None:
    plan = catalogue.plan
    assert list(plan.goals) == [f"G{n}" for n in range(1, 11)]
    assert list(plan.pillars) == ["D1", "D2", "D3", "D4", "D5"]
    assert list(plan.supports) == ["Z1", "Z2", "Z3", "Z4", "Z5"]
    assert [(stage.start, stage.end) for stage in plan.stages] == [(2021, 2022), (2023, 2024), (2025, 2025)]
    assert set(plan.functions) == {"economy", "market", "society", "services", "ecology"}
    assert set(plan.topics) == {"government-services", "livelihood", "economy", "safety", "governance", "ecology"}


def test_the_plan_has_113_numbered_sub_items_in_order(catalogue: Catalogue) -> None:
    sections = catalogue.plan.sections
    by_part = Counter(section.id[:4] for section in sections)
    assert len({section.id for section in sections}) == 113
    assert by_part == {
        "四(一)": 6, "四(二)": 9, "四(三)": 11, "四(四)": 10, "四(五)": 40,
        "五(一)": 5, "五(二)": 7, "五(三)": 9, "五(四)": 6, "五(五)": 10,
    }  # fmt: skip
    for section in sections:
        pillar = ("D" if section.id[0] == "四" else "Z") + str("一二三四五".index(section.id[2]) + 1)
        assert section.pillar == pillar, section.id


def test_the_city_has_5_districts_and_32_towns_with_their_official_codes(catalogue: Catalogue) -> None:
    regions = list(catalogue.regions)
    typed = {
        int(f"{district}{code}"): (name, district)
        for district, towns in TOWNS.items()
        for name, code in re.findall(r"(\D+?)(\d{3})(?: |$)", towns)
    }
    assert len(regions) == 38
    assert {r.code: (r.name.zh, r.parent) for r in regions if r.level == "town"} == typed
    assert len(typed) == 32
    assert [r.name.zh for r in sorted((r for r in regions if r.level == "district"), key=lambda r: r.order)] == [
        "禅城区",
        "南海区",
        "顺德区",
        "高明区",
        "三水区",
    ]


def test_there_are_enough_indicators_everywhere(catalogue: Catalogue) -> None:
    found = catalogue.indicators.values()
    assert len(found) == 229 + 3 + 11 + 22  # of the plan's sections, of its own targets, of tasks, statistics beside it
    for goal in catalogue.plan.goals:
        assert sum(i.goal == goal for i in found) >= 4, goal
    for function in catalogue.plan.functions:
        assert sum(i.function == function for i in found) >= 5, function
    for pillar in catalogue.plan.pillars:
        assert sum(i.pillar == pillar for i in found) >= 5, pillar
    for topic in catalogue.plan.topics:
        assert sum(i.topic == topic for i in found) >= 5, topic


def test_every_indicator_to_load_by_default_is_there(catalogue: Catalogue) -> None:
    spans = [part.split("-") for part in STARRED.split()]
    starred = [f"I{n:03d}" for span in spans for n in range(int(span[0]), int(span[-1]) + 1)]
    assert len(starred) == 159
    assert set(starred) <= set(catalogue.indicators)


def test_each_of_the_113_sub_items_is_watched_by_two_indicators_or_more(catalogue: Catalogue) -> None:
    watching = Counter(s for i in catalogue.indicators.values() for s in (i.section, *i.also) if s)
    assert {s.id: watching[s.id] for s in catalogue.plan.sections if watching[s.id] < 2} == {}
    assert {item.section.id: len(item.indicators) for item in coverage(catalogue)} == watching


def test_a_definition_whose_standard_is_not_at_hand_says_that_it_is_to_be_verified(catalogue: Catalogue) -> None:
    for name, indicator in catalogue.indicators.items():
        note = indicator.basis.note
        if indicator.basis.kind == "standard-not-at-hand":
            assert note, name
            assert "待核实" in note.zh, name
            assert "verified" in note.en, name


def test_a_monthly_figure_beside_a_live_sign_says_so(catalogue: Catalogue) -> None:
    for name in ("I046", "I058", "I059", "I060", "I064", "I153"):
        text = catalogue.indicators[name].definition
        assert "按月报送" in text.zh or "当月" in text.zh, name
        assert "城市体征" in text.zh or "系统" in text.zh, name


def test_an_indicator_belongs_to_the_pillar_of_its_section(catalogue: Catalogue) -> None:
    pillars = {section.id: section.pillar for section in catalogue.plan.sections}
    for name, indicator in catalogue.indicators.items():
        if name.startswith("S"):  # statistics beside the plan are not judged and belong to no part of it
            assert (indicator.section, indicator.pillar, indicator.goal, indicator.better) == (None, None, None, "none")
            continue
        assert indicator.section is not None, name
        assert indicator.pillar == pillars[indicator.section], name


def test_every_chinese_text_has_an_english_one_of_its_own(catalogue: Catalogue) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    texts = [
        (name, text)
        for name, i in catalogue.indicators.items()
        for text in (i.name, i.definition, i.unit, i.system, i.basis.note)
    ]
    texts += [(name, text) for name, m in catalogue.measures.items() for text in (m.name, m.unit, m.note)]
    texts += [(name, unit.name) for name, unit in catalogue.units.items()]
    texts += [(name, source.name) for name, source in catalogue.sources.items()]
    texts += [(target.indicator, target.source) for target in catalogue.targets]
    texts += [(section.id, section.title) for section in catalogue.plan.sections]
    for name, text in texts:
        if text is not None:
            assert text.zh.strip(), name
            assert text.en.strip(), name
            assert not chinese.search(text.en), f"{name}: {text.en}"


def test_a_definition_says_on_what_it_rests(catalogue: Catalogue) -> None:
    for name, indicator in catalogue.indicators.items():
        assert indicator.basis.note, name
        assert bool(indicator.basis.ref) == (indicator.basis.kind in {"plan", "document"}), name


def test_a_share_is_bounded_and_has_a_tolerance_of_its_own(catalogue: Catalogue) -> None:
    for name, indicator in catalogue.indicators.items():
        if indicator.unit.zh == "%":
            assert indicator.tolerance is not None, name
            assert indicator.bounds[0] in {0, -100}, name


def test_only_the_six_targets_of_the_plan_text_are_called_plan(catalogue: Catalogue) -> None:
    stated = {t.ref: (t.indicator, t.value, t.period) for t in catalogue.targets if t.source_kind == "plan"}
    assert stated == {
        "T01": ("I101", 100, 2025),
        "T02": ("I102", 100, 2025),
        "T03": ("I230", 100, 2025),
        "T04": ("I231", 100, 2022),
        "T05": ("I232", 100, 2025),
        "T06": ("I184", 100, 2025),
    }


def test_no_target_is_without_a_source_and_none_is_registered_yet(catalogue: Catalogue) -> None:
    for target in catalogue.targets:
        assert target.source.zh, target.indicator
        assert target.source.en, target.indicator
        assert target.ref or target.source_kind == "demo", target.indicator
        assert ("演示" in target.source.zh) == (target.source_kind == "demo"), target.indicator
    assert {target.source_kind for target in catalogue.targets} == {"plan", "benchmark", "demo"}


def test_every_judged_indicator_has_one_target_to_judge_by(catalogue: Catalogue) -> None:
    judging = Counter(
        t.indicator for t in catalogue.targets if t.source_kind in {"plan", "demo"} and t.region == 440600
    )
    for name, indicator in catalogue.indicators.items():
        assert judging[name] == (indicator.better in {"higher", "lower"}), name


def test_a_target_lies_on_the_good_side_of_its_baseline(catalogue: Catalogue) -> None:
    for target in catalogue.targets:
        if target.path == "linear" and target.baseline is not None:
            gain = target.value - target.baseline
            assert gain > 0 if catalogue.indicators[target.indicator].better == "higher" else gain < 0, target


def test_the_baselines_and_targets_of_the_plan_have_measures_of_their_unit(catalogue: Catalogue) -> None:
    rows = published("plan_baselines.csv") + published("plan_targets.csv")
    assert len(rows) == 63 + 6
    for row in rows:
        assert catalogue.measures[row["measure"]].unit.zh == row["unit"], row["id"]
    assert len({(row["measure"], row["region"], row["period"]) for row in rows}) == len(rows)


def test_demonstration_targets_start_from_the_plans_baselines(catalogue: Catalogue) -> None:
    baselines = {t.indicator: t.baseline for t in catalogue.targets if t.source_kind == "demo"}
    by_hand = {"I002": 5718, "I015": 10000, "I047": 258, "I052": 20, "I090": 47, "I093": 90, "I095": 402, "I098": 80,
               "I185": 9242, "I199": 230, "I207": 860}  # fmt: skip
    assert {name: baselines[name] for name in by_hand} == by_hand


def test_no_file_of_definitions_is_too_long_to_read() -> None:
    for file in CATALOGUE.rglob("*.yaml"):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 400, file.name


def test_a_real_city_is_not_judged_by_the_demonstration_s_targets(catalogue: Catalogue) -> None:
    own = catalogue.without_demonstration()

    assert {target.source_kind for target in own.targets} == {"plan", "benchmark"}
    assert own.indicators == catalogue.indicators
    assert own.fingerprint != catalogue.fingerprint
