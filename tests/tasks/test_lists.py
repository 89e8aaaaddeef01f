"""Lists and counts on both engines: who sees what, whose turn it is, what comes first, what is found."""

from __future__ import annotations

import pytest

from data.core.actor import Actor
from data.core.scope import Scope
from data.evidence.evidence_folder import StoredEvidence
from data.operations.tasks.counts import CountingWindow, RegionTaskCount, UnitLoad, by_region, tally, workload
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import NoTask, drafts, how_many, one_evidence, task_timeline, tasks
from indicators.tasks.model import Tier, Urgency, is_late
from indicators.tasks.states import TaskState
from tasks.tasks.dispatch import split, write
from tasks.tasks.lists import my_list, of_my_units, sent_by_me
from tasks.tasks.transitions import TaskTransition
from tests.tasks.moments import local
from tests.tasks.people import (
    ANALYST,
    CLOCK,
    EVERYWHERE,
    LEADER,
    LEPING,
    ROADS,
    SANSHUI,
    SUPERVISOR,
    WATER,
    Office,
    code_of,
    draft,
)

ALL = TaskFilter()
SANSHUI_REGIONS = frozenset({440607, 440607103})


def titles(container: Office, scope: Scope, wanted: TaskFilter | None, limit: int = 50, offset: int = 0) -> list[str]:
    assert wanted is not None
    now = int(container.now.timestamp())
    with container.operations.reading() as connection:
        return [task.title for task in tasks(connection, scope, wanted, now, limit, offset)]


def test_a_unit_sees_its_own_what_it_sent_and_what_it_helps_with(container: Office) -> None:
    container.sent(title="水")
    container.sent(title="路", unit="transport-bureau")
    container.sent(title="水助路", unit="transport-bureau", helpers=("water-bureau",))
    container.sent(title="三水", unit="sanshui-government", region=440607)

    assert titles(container, WATER.scope, ALL) == ["水助路", "水"]
    assert titles(container, ROADS.scope, ALL) == ["水助路", "路"]
    assert titles(container, SANSHUI.scope, ALL) == ["三水"]
    assert titles(container, EVERYWHERE, ALL) == ["三水", "水助路", "路", "水"]


def test_who_watches_regions_sees_what_lies_there_and_nothing_else(container: Office) -> None:
    container.sent(title="全市")
    container.sent(title="三水", region=440607)
    container.sent(title="乐平", region=440607103)

    assert titles(container, Scope(SANSHUI_REGIONS, None), ALL) == ["乐平", "三水"]
    assert titles(container, Scope.of_regions({440607}), ALL) == ["三水"]
    assert titles(container, Scope.of_regions(()), ALL) == []


def test_nothing_of_a_task_shows_to_who_may_not_see_it(container: Office) -> None:
    kept = StoredEvidence("a" * 64, "image/jpeg", 9, "一.jpg")
    task = container.sent()
    container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, task, TaskTransition.PROGRESS, text="已排查", files=(kept,))

    with container.operations.reading() as connection:
        with pytest.raises(NoTask):
            task_timeline(connection, ROADS.scope, task.id)
        with pytest.raises(NoTask):
            one_evidence(connection, ROADS.scope, 1)
        assert one_evidence(connection, WATER.scope, 1).name == "一.jpg"
        assert tally(connection, ROADS.scope, ALL, CountingWindow.at(container.now)).open == 0
        assert workload(connection, ROADS.scope, ALL, CountingWindow.at(container.now)) == ()


def test_drafts_are_their_writer_s_alone(container: Office) -> None:
    write(container.operations, container.book, LEADER, container.now, draft(title="草稿"))

    assert titles(container, EVERYWHERE, ALL) == []
    with container.operations.reading() as connection:
        assert [task.title for task in drafts(connection, EVERYWHERE, LEADER.account)] == ["草稿"]
        assert drafts(connection, EVERYWHERE, SUPERVISOR.account) == ()


def test_late_ones_come_first_then_by_deadline_then_the_newest(container: Office) -> None:
    container.sent(title="二十天")
    container.sent(title="四小时", kind="exposed-garbage", unit="water-bureau")
    container.sent(title="五天", kind="green-care", unit="water-bureau")
    returned = container.sent(title="退回")
    container.do(WATER, returned, TaskTransition.ASK_RETURN, reason="非职责")
    container.do(SUPERVISOR, returned, TaskTransition.GRANT_RETURN)
    container.now = local("2025-07-08 10:00")

    assert titles(container, EVERYWHERE, ALL) == ["四小时", "五天", "退回", "二十天"]
    assert titles(container, EVERYWHERE, ALL, limit=1, offset=1) == ["五天"]
    assert titles(container, EVERYWHERE, TaskFilter(late=True)) == ["四小时", "五天"]
    assert set(titles(container, EVERYWHERE, TaskFilter(late=False))) == {"二十天", "退回"}


def test_late_means_the_same_in_a_list_and_of_one_task(container: Office) -> None:
    made = [container.sent(kind="street-dirt") for _ in range(4)]
    for task in made[1:]:
        container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, made[2], TaskTransition.PROGRESS, text="现场", files=())
    container.do(SUPERVISOR, made[3], TaskTransition.SUSPEND, reason="等", until=local("2025-07-30 10:00"))
    container.sent(title="还早")
    container.now = local("2025-06-30 16:00")
    now = int(container.now.timestamp())

    with container.operations.reading() as connection:
        everything = tasks(connection, EVERYWHERE, ALL, now)
        listed = {task.id for task in tasks(connection, EVERYWHERE, TaskFilter(late=True), now)}
    assert listed == {task.id for task in everything if is_late(task, now)}
    assert listed == {made[0].id, made[1].id, made[2].id}


def test_filters_find_what_they_say(container: Office) -> None:
    container.sent(
        title="Pumping 100% done_", kind="green-care", urgency=Urgency.URGENT, region=440607, place="北江大堤"
    )
    container.sent(title="别的", unit="transport-bureau", tier=Tier.TOWN)

    def found(**asked: object) -> list[str]:
        return titles(container, EVERYWHERE, TaskFilter(**asked))  # type: ignore[arg-type]

    first = ["Pumping 100% done_"]
    assert found(kinds=frozenset({"green-care"})) == first
    assert found(urgencies=frozenset({Urgency.URGENT})) == first
    assert found(regions=frozenset({440607})) == first
    assert found(units=frozenset({"water-bureau"})) == first
    assert found(tiers=frozenset({Tier.TOWN})) == ["别的"]
    assert found(states=frozenset({TaskState.ACCEPTED})) == []
    assert found(subject_kind="indicator", subject="I046", units=frozenset({"water-bureau"})) == first
    assert found(subject="I047") == []
    assert found(text="pumping") == first
    assert found(text="100%") == first
    assert found(text="%") == first
    assert found(text="done_") == first
    assert found(text="大堤") == first
    assert found(text="nowhere") == []
    assert found(due_until=int(local("2025-07-07 23:59").timestamp())) == first
    assert found(supervised=1) == []


def test_counted_troubles_can_be_listed(container: Office) -> None:
    task = container.closed(title="重办")
    container.do(SUPERVISOR, task, TaskTransition.REOPEN, reason="不满意")
    other = container.sent(title="督办")
    container.do(SUPERVISOR, other, TaskTransition.ESCALATE, reason="急")

    assert titles(container, EVERYWHERE, TaskFilter(reopened=1)) == ["重办"]
    assert titles(container, EVERYWHERE, TaskFilter(supervised=1)) == ["督办"]
    assert titles(container, EVERYWHERE, TaskFilter(extended=1)) == []


class TestWhoseTurn:
    def list_of(self, container: Office, actor: Actor) -> list[str]:
        return sorted(titles(container, actor.scope, my_list(actor)))

    def test_a_task_wanders_from_list_to_list(self, container: Office) -> None:
        task = container.sent(LEADER, title="甲")
        assert (self.list_of(container, WATER), self.list_of(container, SUPERVISOR)) == (["甲"], [])
        container.do(WATER, task, TaskTransition.ACCEPT)
        container.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="等", amount=1)
        assert (self.list_of(container, WATER), self.list_of(container, SUPERVISOR)) == ([], ["甲"])
        container.do(SUPERVISOR, task, TaskTransition.GRANT_EXTENSION)
        container.do(WATER, task, TaskTransition.ASK_HELP, text="请", units=("transport-bureau",))
        assert (self.list_of(container, WATER), self.list_of(container, ROADS)) == (["甲"], ["甲"])
        container.do(ROADS, task, TaskTransition.ANSWER, text="好")
        container.do(WATER, task, TaskTransition.REPORT, text="完")
        assert (self.list_of(container, ROADS), self.list_of(container, LEADER)) == ([], ["甲"])
        container.do(SUPERVISOR, task, TaskTransition.VERIFY)
        container.do(SUPERVISOR, task, TaskTransition.CLOSE)
        assert (self.list_of(container, SUPERVISOR), self.list_of(container, LEADER)) == ([], ["甲"])
        container.do(LEADER, task, TaskTransition.RATE, stars=5)
        assert self.list_of(container, LEADER) == []

    def test_who_has_no_right_has_no_list(self) -> None:
        assert my_list(ANALYST) is None
        assert my_list(CLOCK) is None
        assert of_my_units(LEADER) is None

    def test_what_a_unit_has_and_what_somebody_sent(self, container: Office) -> None:
        container.sent(LEADER, title="甲")
        container.sent(title="乙", unit="transport-bureau", helpers=("water-bureau",))

        assert titles(container, WATER.scope, of_my_units(WATER)) == ["乙", "甲"]
        assert titles(container, EVERYWHERE, sent_by_me(LEADER)) == ["甲"]


def test_the_head_of_a_list_counts_what_matters(container: Office) -> None:
    container.closed()
    container.now = local("2025-07-01 09:00")
    container.closed()
    container.sent(kind="green-care", unit="transport-bureau")
    container.sent(kind="street-dirt")
    container.now = local("2025-07-08 09:00")

    with container.operations.reading() as connection:
        found = tally(connection, EVERYWHERE, ALL, CountingWindow.at(container.now))
        number = how_many(connection, EVERYWHERE, ALL, int(container.now.timestamp()))

    assert (found.open, found.due_today, found.late, found.unanswered, found.closed_this_month) == (2, 1, 1, 2, 1)
    assert (found.looked_at, found.recovered_share) == (0, None)
    assert number == 4


def test_an_empty_office_counts_zero(container: Office) -> None:
    with container.operations.reading() as connection:
        found = tally(connection, EVERYWHERE, ALL, CountingWindow.at(container.now))

    assert set(vars(found).values()) == {0}


def test_the_load_of_each_unit_and_the_map(container: Office) -> None:
    container.sent(kind="street-dirt")
    container.sent(unit="transport-bureau", helpers=("ecology-bureau",), region=440607)
    container.sent(unit="transport-bureau", region=440607)
    container.now = local("2025-06-30 16:00")

    with container.operations.reading() as connection:
        loads = workload(connection, EVERYWHERE, ALL, CountingWindow.at(container.now))
        places = by_region(connection, EVERYWHERE, ALL, int(container.now.timestamp()))

    assert loads == (
        UnitLoad("water-bureau", 1, 1, 1, 1, 1, 0),
        UnitLoad("transport-bureau", 2, 2, 0, 0, 0, 0),
        UnitLoad("ecology-bureau", 0, 0, 0, 0, 0, 1),
    )
    assert places == {440600: RegionTaskCount(1, 1), 440607: RegionTaskCount(2, 0)}


def test_today_ends_with_the_business_day() -> None:
    found = CountingWindow.at(local("2025-06-30 23:59:59"))

    assert found == CountingWindow.at(local("2025-06-30 23:59:59").astimezone())
    assert (found.day_ends - found.day_starts, found.now) == (86399, found.day_ends)
    assert found.month_starts == int(local("2025-06-01 00:00").timestamp())


class TestTheChain:
    def test_a_task_is_handed_down_from_district_to_town_to_village_to_grid(self, container: Office) -> None:
        whole = container.sent(unit="sanshui-government", region=440607, tier=Tier.DISTRICT)
        container.do(SANSHUI, whole, TaskTransition.ACCEPT)
        town = split(
            container.operations, container.book, SANSHUI, container.now, whole.id,
            draft(title="镇", unit="leping-government", region=440607103, tier=Tier.TOWN),
        )  # fmt: skip
        assert town.task is not None, town.refusal
        container.do(LEPING, town.task, TaskTransition.ACCEPT)
        below = draft(title="网格", unit="leping-government", region=440607103, tier=Tier.GRID, place="南边村三网格")
        grid = split(container.operations, container.book, LEPING, container.now, town.task.id, below)
        assert grid.task is not None, grid.refusal
        again = split(container.operations, container.book, LEPING, container.now, town.task.id, below)

        assert (grid.task.root, grid.task.parent, grid.task.sender_unit) == (
            whole.id,
            town.task.id,
            "leping-government",
        )
        assert again.done
        assert container.code(LEPING, town.task, TaskTransition.REPORT, text="完") == "children-open"
        assert container.code(SUPERVISOR, town.task, TaskTransition.TERMINATE, reason="并案") == "children-open"
        with container.operations.reading() as connection:
            told = task_timeline(connection, SANSHUI.scope, whole.id)
        assert [task.title for task in told.children] == ["镇"]
        assert told.record[-1].after["child"] == town.task.id
        assert titles(container, SANSHUI.scope, ALL) == ["镇", "内涝点整治未达进度"]

    def test_a_part_is_due_no_later_than_the_whole_and_lies_within_it(self, container: Office) -> None:
        whole = container.sent(
            unit="sanshui-government", region=440607, tier=Tier.DISTRICT, until=local("2025-07-03 12:00")
        )
        container.do(SANSHUI, whole, TaskTransition.ACCEPT)

        def part(**changes: object) -> str:
            asked = draft(**{"unit": "leping-government", "region": 440607103, "tier": Tier.TOWN, **changes})
            outcome = split(container.operations, container.book, SANSHUI, container.now, whole.id, asked, once="k")
            if outcome.done and outcome.task is not None:
                assert outcome.task.due_close == whole.due_close
            return code_of(outcome)

        assert part(region=440605) == "outside-parent"
        assert part(tier=Tier.CITY) == "tier-not-below"
        assert part(tier=Tier.DISTRICT, unit="sanshui-government") == "tier-not-below"
        assert part(unit="nobody") == "unknown-unit"
        assert (part(), part()) == ("accepted", "done-before")
        with container.operations.reading() as connection:
            assert len(task_timeline(connection, EVERYWHERE, whole.id).children) == 1

    def test_who_leads_the_whole_judges_the_part_but_not_their_own(self, container: Office) -> None:
        whole = container.sent(unit="sanshui-government", region=440607, tier=Tier.DISTRICT)
        container.do(SANSHUI, whole, TaskTransition.ACCEPT)
        asked = draft(unit="leping-government", region=440607103, tier=Tier.TOWN)
        part = split(container.operations, container.book, SANSHUI, container.now, whole.id, asked).task
        assert part is not None
        assert container.code(SANSHUI, part, TaskTransition.ACCEPT) == "not-your-unit"
        container.do(LEPING, part, TaskTransition.ACCEPT)
        container.do(LEPING, part, TaskTransition.REPORT, text="完成")
        assert container.code(LEPING, part, TaskTransition.VERIFY) == "not-overseeing"
        container.do(SANSHUI, part, TaskTransition.VERIFY)
        container.do(SANSHUI, part, TaskTransition.CLOSE)

        assert container.do(SANSHUI, whole, TaskTransition.REPORT, text="完成").state is TaskState.REPORTED
        assert container.code(SANSHUI, whole, TaskTransition.VERIFY) == "not-overseeing"
