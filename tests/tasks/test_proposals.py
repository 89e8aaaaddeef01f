"""A task that is already filled in: what it says, who it goes to, how pressing it is, by when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.framework.view import Lang
from components.tasks.task_words import LocalisedProposalWording
from data.operations.tasks.task_queries import task_timeline
from indicators.calendar.periods import Grain
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import LocalisedText
from indicators.scoring.judgement import Judgement, unjudged
from indicators.scoring.status import Status
from indicators.tasks.model import NumberSample, Tier, Urgency
from tasks.tasks.dispatch import send
from tasks.tasks.proposals import Addressee, Proposal, propose
from tasks.tasks.subjects import AlertSubject, IndicatorSubject, PlaceSubject, Subject, SupervisionSubject, TopicSubject
from tasks.tasks.transition import RuleSet
from tests.tasks.moments import local
from tests.tasks.people import EVERYWHERE, LEADER, NOW, Office, code_of

RED = IndicatorValue(
    "I108",
    440607,
    Grain.MONTH,
    "2025-05",
    91.24,
    basis=4,
    expected=96.0,
    judgement=Judgement(Status.OFF_TRACK, Status.OFF_TRACK, "short", "below", 96.0, 4.76, gap=-3.2, run=4, short_run=4),
)
STALE = unjudged("stale", days=90.0, period="2025-05")
STAGE = AlertSubject(
    "alert",
    "V42:shijiao",
    LocalisedText(zh="北江石角站水位", en="Beijiang stage at Shijiao"),
    440607101,
    "石角站",
    4,
    11.5,
    LocalisedText(zh="米", en="m"),
    local("2025-06-30 09:55"),
    "water-bureau",
)
NOISE = TopicSubject(
    "noise", LocalisedText(zh="噪声扰民", en="Noise"), 440605, 420, 150.0, "2025-06-29", "city-management-bureau"
)


def of(subject: Subject, book: RuleSet, lang: Lang = "zh") -> Proposal:
    return propose(subject, book, NOW, LocalisedProposalWording(lang))


def test_a_red_number_becomes_a_task_that_says_what_where_and_why(book: RuleSet) -> None:
    found = of(IndicatorSubject(RED, 7), book).draft

    assert found.title == "三水区：工单按时办结率未达进度"
    assert found.what == "请查明原因，采取措施使工单按时办结率回到进度，并按时反馈整改结果。"
    assert found.why == "2025-05为 91.2%（演示数据），此时应达 96.0%，已连续 4 期未达。"
    assert (found.place, found.kind, found.about.kind, found.about.ref) == ("三水区", "indicator", "indicator", "I108")
    assert found.number == NumberSample(int(NOW.timestamp()), 91.24, "2025-05", 3, -3.2, version=7)


def test_it_is_said_in_the_language_of_who_sees_it(book: RuleSet) -> None:
    found = of(IndicatorSubject(RED, 7), book, "en").draft

    assert found.title == "Sanshui: Hotline orders closed on time is off its path"
    assert found.why == "91.2% in 2025-05 (demonstration); 96.0% expected by now; 4 in a row fell short."


@pytest.mark.parametrize(
    ("region", "to"),
    [
        (440600, Addressee("gov-services-data-bureau", "responsible")),
        (440607, Addressee("sanshui-government", "government", ("gov-services-data-bureau",))),
        (
            440607103,
            Addressee("leping-government", "government", ("gov-services-data-bureau", "sanshui-government")),
        ),
    ],
)
def test_a_district_s_number_goes_to_its_government_and_the_city_s_to_who_answers_for_it(
    book: RuleSet, region: int, to: Addressee
) -> None:
    assert of(IndicatorSubject(replace(RED, region=region), 7), book).addressee == to


def test_the_tier_is_that_of_the_unit(book: RuleSet) -> None:
    regions = (440600, 440607, 440607103)

    tiers = [of(IndicatorSubject(replace(RED, region=region), 7), book).draft.tier for region in regions]

    assert tiers == [Tier.CITY, Tier.DISTRICT, Tier.TOWN]


@pytest.mark.parametrize(
    ("changes", "urgency"),
    [
        ({}, Urgency.URGENT),  # I108 has a veto
        ({"indicator": "I109"}, Urgency.IMPORTANT),
        ({"judgement": replace(RED.judgement, level=Status.WATCH)}, Urgency.ORDINARY),
        ({"judgement": replace(RED.judgement, now=Status.ON_TRACK, code="met")}, Urgency.ORDINARY),
        ({"judgement": STALE}, Urgency.ORDINARY),
    ],
)
def test_how_pressing_a_number_is(book: RuleSet, changes: dict[str, object], urgency: Urgency) -> None:
    cell = replace(RED, **changes)  # type: ignore[arg-type]

    assert of(IndicatorSubject(cell, 7), book).draft.urgency is urgency


def test_a_number_that_did_not_come_asks_for_its_delivery(book: RuleSet) -> None:
    found = of(IndicatorSubject(replace(RED, judgement=STALE), 7), book).draft

    assert found.title == "三水区：工单按时办结率数据逾期未报"
    assert found.why == "2025-05之后未收到新数据（演示数据）。"


def test_a_number_outside_its_band_says_so(book: RuleSet) -> None:
    banded = next(name for name, one in book.catalogue.indicators.items() if one.band)
    found = of(IndicatorSubject(replace(RED, indicator=banded, expected=None), 7), book).draft

    assert "超出合理区间" in found.title
    assert "应达" not in found.why


def test_what_should_be_low_is_above_what_is_allowed_and_never_below_its_path(book: RuleSet) -> None:
    lower = next(name for name, one in book.catalogue.indicators.items() if one.better == "lower")
    found = of(IndicatorSubject(replace(RED, indicator=lower), 7), book).draft

    assert "高于控制值" in found.title
    assert "以内" in found.why
    assert "未达" not in found.title + found.why


def test_a_number_that_meets_its_path_is_not_told_to_come_back_to_it(book: RuleSet) -> None:
    met = replace(RED, value=100.0, judgement=replace(RED.judgement, now=Status.ON_TRACK, code="met", short_run=0))
    found = of(IndicatorSubject(met, 7), book).draft

    assert found.title == "三水区：核查工单按时办结率"
    assert "未达" not in found.what + found.why


def test_the_deadlines_are_those_of_kind_and_urgency(book: RuleSet) -> None:
    found = of(IndicatorSubject(replace(RED, indicator="I109"), 7), book).deadlines

    assert (found.accept.at, found.close.at) == (local("2025-06-30 16:30"), local("2025-07-21 17:30"))


def test_an_alert_goes_to_who_answers_for_the_sign_with_the_help_of_the_place(book: RuleSet) -> None:
    found = of(STAGE, book)

    assert found.draft.title == "石角站：北江石角站水位橙色预警处置"
    assert found.draft.why == "2025-06-30 09:55 监测值 11.50米，达到橙色等级。"
    assert (found.draft.unit, found.draft.helpers) == ("water-bureau", ("datang-government",))
    assert found.addressee.others == ("datang-government", "sanshui-government")
    assert (found.draft.urgency, found.draft.kind) == (Urgency.URGENT, "alert")
    assert found.draft.number == NumberSample(int(local("2025-06-30 09:55").timestamp()), 11.5, level=4)
    assert found.deadlines.close.at == local("2025-06-30 22:00")


@pytest.mark.parametrize(
    ("level", "urgency"),
    [(1, "ordinary"), (2, "ordinary"), (3, "important"), (4, "urgent"), (5, "critical")],
)
def test_the_level_of_an_alert_makes_it_pressing(book: RuleSet, level: int, urgency: str) -> None:
    assert of(replace(STAGE, level=level), book).draft.urgency == urgency


def test_an_alert_without_a_responsible_unit_goes_to_the_place(book: RuleSet) -> None:
    found = of(replace(STAGE, responsible="", value=None), book)

    assert (found.draft.unit, found.addressee.chosen, found.draft.helpers) == ("datang-government", "government", ())
    assert "监测值" not in found.draft.why


def test_a_rising_topic_says_how_much_more_than_usual(book: RuleSet) -> None:
    found = of(NOISE, book).draft

    assert found.title == "南海区：“噪声扰民”诉求上升"
    assert found.why == "2025-06-29共 420 件，为通常水平（150.0 件）的 2.8 倍。"
    assert (found.unit, found.urgency, found.kind) == ("nanhai-government", Urgency.IMPORTANT, "topic")
    assert of(replace(NOISE, count=200), book).draft.urgency is Urgency.ORDINARY
    assert of(replace(NOISE, usual=None), book).draft.why == "2025-06-29共 420 件。"


def test_a_place_asks_for_photos_and_goes_to_its_government(book: RuleSet) -> None:
    found = of(PlaceSubject(440607103, "乐平大道与三乐路口"), book)

    assert found.draft.title == "乐平大道与三乐路口：现场事项"
    assert (found.draft.unit, found.draft.kind) == ("leping-government", "place")
    assert book.policy.freeze("place", found.draft.urgency).terms.evidence == "photo"


def test_a_matter_goes_to_the_unit_that_answers_for_it(book: RuleSet) -> None:
    found = of(SupervisionSubject(7, "完成50处内涝点整治", "2025年政府工作报告", 440607, "water-bureau"), book)

    assert (found.draft.unit, found.draft.kind, found.draft.about.ref) == ("water-bureau", "instruction", "7")
    assert found.addressee.others == ("sanshui-government",)
    assert found.draft.why == "督查事项，出处：2025年政府工作报告。"


def test_a_place_in_no_district_has_to_be_given_to_somebody(book: RuleSet, context: Office) -> None:
    found = of(PlaceSubject(440600, "全市"), book)

    assert (found.draft.unit, found.addressee.chosen) == ("", "nobody")
    assert code_of(send(context.operations, book, LEADER, NOW, found.draft)) == "unknown-unit"


def test_a_proposal_can_be_sent_as_it_is(book: RuleSet, container: Office) -> None:
    for subject in (IndicatorSubject(RED, 7), STAGE, NOISE, PlaceSubject(440607103, "路口")):
        sent = send(container.operations, book, LEADER, NOW, of(subject, book).draft)
        assert sent.task is not None, sent.refusal

        with container.operations.reading() as connection:
            told = task_timeline(connection, EVERYWHERE, sent.task.id)
        proposed = of(subject, book)
        assert told.task.due_close == int(proposed.deadlines.close.at.timestamp())
        assert [kept.number for kept in told.numbers] == ([proposed.draft.number] if proposed.draft.number else [])
        assert all(kept.when == "sent" for kept in told.numbers)
