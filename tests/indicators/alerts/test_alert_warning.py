"""A public warning has all eight fields of the law, or there is none."""

from dataclasses import astuple, fields, replace
from typing import Any

import pytest

from indicators.alerts import PublicWarning, SignFacts, WarningIncomplete, WarningTexts, warning
from indicators.definitions.model import LocalisedText
from tests.indicators.alerts.container import MONDAY_NINE, Raise


def text(zh: str, en: str = "words") -> LocalisedText:
    return LocalisedText(zh=zh, en=en)


FACTS = SignFacts(
    name=text("水位"),
    place=text("马口站"),
    value=text("7.60 米", "7.60 m"),
    began=text("6月23日9时"),
    levels={3: text("三级（黄色）", "Level III (yellow)"), 5: text("一级（红色）")},
)
WORDING = WarningTexts(
    category=text("洪水"),
    area=text("{place}下游两岸"),
    caution={0: text("{place}{time}{sign}达 {value}", "{place}: {value}"), 5: text("立即转移")},
    measures={0: text("加强巡查"), 5: text("停工停课")},
    issuer=text("佛山市防汛指挥部"),
)


def test_the_eight_fields_are_those_of_the_law(raised: Raise) -> None:
    found = warning(raised(3), FACTS, WORDING, MONDAY_NINE + 60)

    assert [field.name for field in fields(PublicWarning)] == [
        "category", "level", "begins_at", "area", "caution", "measures", "issuer", "issued_at",
    ]  # fmt: skip
    assert found.category.zh == "洪水"
    assert found.level == LocalisedText(zh="三级（黄色）", en="Level III (yellow)")
    assert (found.begins_at, found.issued_at) == (MONDAY_NINE, MONDAY_NINE + 60)
    assert found.area.zh == "马口站下游两岸"
    assert found.caution == LocalisedText(zh="马口站6月23日9时水位达 7.60 米", en="words: 7.60 m")
    assert found.measures.zh == "加强巡查"
    assert found.issuer.zh == "佛山市防汛指挥部"


def test_a_level_may_have_its_own_words(raised: Raise) -> None:
    found = warning(raised(5), FACTS, WORDING, MONDAY_NINE)

    assert (found.caution.zh, found.measures.zh) == ("立即转移", "停工停课")


@pytest.mark.parametrize(
    ("lack", "named"),
    [
        ({"category": None}, ("category",)),
        ({"area": None, "issuer": None}, ("area", "issuer")),
        ({"caution": None}, ("caution",)),
        ({"measures": {5: text("停工停课")}}, ("measures",)),
        ({"caution": {0: text("{nobody}来")}}, ("caution",)),
        ({"caution": {0: text("{place.name}")}}, ("caution",)),
        ({"caution": {0: text("漏了括号 {place")}}, ("caution",)),
        ({"area": text(" ")}, ("area",)),
        ({"area": text("下游", "{place")}, ("area",)),
    ],
)
def test_a_missing_text_is_an_error_that_names_every_field(
    lack: dict[str, Any], named: tuple[str, ...], raised: Raise
) -> None:
    with pytest.raises(WarningIncomplete) as caught:
        warning(raised(3), FACTS, replace(WORDING, **lack), MONDAY_NINE)

    assert caught.value.missing == named


def test_nothing_at_all_names_all_six(raised: Raise) -> None:
    with pytest.raises(WarningIncomplete) as caught:
        warning(raised(4), FACTS, WarningTexts(), MONDAY_NINE)

    assert caught.value.missing == ("category", "level", "area", "caution", "measures", "issuer")


def test_no_field_is_ever_empty(raised: Raise) -> None:
    for part in astuple(warning(raised(3), FACTS, WORDING, MONDAY_NINE)):
        assert part
