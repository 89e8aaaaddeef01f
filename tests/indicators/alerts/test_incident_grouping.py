"""Alerts that share a cause, near one another in place and time, are one incident: led by what drives, told once."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from indicators.alerts import Alert, AlertKey, AlertRules, SignReading
from indicators.incidents import (
    AlertingConfig,
    Incident,
    IncidentUpdate,
    attach,
    close_when_over,
    correlate,
    make_root,
    update_incident,
)
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE, observed

SANSHUI, NANHAI, SHUNDE, CHANCHENG, CITY = 440607, 440605, 440606, 440604, 440600
LEPING, LUBAO, GUICHENG = 440607103, 440607105, 440605011
Make = Callable[..., Alert]


@pytest.fixture
def make(rules: AlertRules) -> Make:
    """A stored alert: its number, sign, region, level, minutes after nine, cause."""

    def build(
        number: int,
        sign: str,
        region: int = SANSHUI,
        level: int = 3,
        minutes: float = 0,
        cause: str = "flood",
        trigger: str = "step",
    ) -> Alert:
        subject = AlertKey(sign, "environment", f"{sign}-{number}", region, cause)
        at = MONDAY_NINE + int(minutes * MINUTE)
        alert, _ = observed(None, SignReading(subject, at, trigger, level, 1.0), rules)  # type: ignore[arg-type]
        return replace(alert, id=number)

    return build


def changed(alert: Alert, level: int, minutes: float, rules: AlertRules) -> Alert:
    """The alert after another reading."""
    at = MONDAY_NINE + int(minutes * MINUTE)
    after, _ = observed(alert, SignReading(alert.subject, at, alert.trigger, level, 1.0), rules)
    return after


def joining(alert: Alert, incidents: Iterable[Incident], grounds: AlertingConfig) -> IncidentUpdate:
    """What becomes of the incident that an alert belongs to, or opens."""
    return update_incident(correlate(alert, incidents, grounds), [alert], grounds, alert.seen_at)


def together(grounds: AlertingConfig, *alerts: Alert) -> list[Incident]:
    """All incidents after alerts have come one after another, numbered as they were opened."""
    found: dict[int, Incident] = {}
    for alert in alerts:
        incident = joining(alert, found.values(), grounds).incident
        number = incident.id or len(found) + 1
        found[number] = replace(incident, id=number)
    return list(found.values())


def follow(incident: Incident, alert: Alert, grounds: AlertingConfig, now: int) -> IncidentUpdate:
    """The incident after one of its alerts has changed."""
    return update_incident(incident, [alert], grounds, now)


def numbers(incident: Incident) -> list[int]:
    return [member.alert for member in incident.members]


def test_the_first_alert_opens_an_incident_and_is_announced(make: Make, grounds: AlertingConfig) -> None:
    grouped = joining(make(1, "V11", LEPING, 4), [], grounds)

    incident = grouped.incident
    assert grouped.announce == 1
    assert (incident.cause, incident.region, incident.state, incident.id) == ("flood", LEPING, "open", 0)
    assert (incident.level, incident.peak_level, incident.announced, incident.lead) == (4, 4, 4, 1)
    assert [event.kind for event in grouped.events] == ["opened"]


def test_echoes_join_quietly(make: Make, grounds: AlertingConfig) -> None:
    river = joining(make(1, "V26", level=4), [], grounds).incident

    grouped = joining(make(2, "V11", LEPING, 3, minutes=30), [river], grounds)

    assert numbers(grouped.incident) == [1, 2]
    assert grouped.announce is None
    assert grouped.incident.lead == 1
    assert [member.echo for member in grouped.incident.members] == [False, True]
    assert [member.alert for member in grouped.incident.echoes] == [2]
    assert [event.kind for event in grouped.events] == ["grew"]
    assert grouped.events[0].alert == 2


def test_an_echo_that_makes_it_graver_is_announced_and_has_to_be_answered_for(
    make: Make, grounds: AlertingConfig
) -> None:
    river = joining(make(1, "V26", level=2), [], grounds).incident

    grouped = joining(make(2, "V11", LEPING, 5), [river], grounds)

    assert grouped.announce == 2
    assert (grouped.incident.level, grouped.incident.announced, grouped.incident.lead) == (5, 5, 1)
    assert [member.echo for member in grouped.incident.members] == [False, False]
    assert [event.kind for event in grouped.events] == ["grew", "rose"]


def test_the_driving_sign_leads_whenever_it_comes(make: Make, grounds: AlertingConfig) -> None:
    calls, rain, river = make(1, "V55", level=4), make(2, "V27", level=3), make(3, "V26", level=2)
    leads = []
    incidents: list[Incident] = []
    for alert in (calls, rain, river):
        incidents = [joining(alert, incidents, grounds).incident]
        leads.append(incidents[0].lead)

    assert leads == [1, 2, 3]
    assert [member.echo for member in incidents[0].members] == [False, False, False]


def test_when_the_lead_has_recovered_the_next_one_leads_and_is_promoted(
    make: Make, grounds: AlertingConfig, rules: AlertRules
) -> None:
    river, ponding, pumps = make(1, "V26", level=4), make(2, "V11", LEPING), make(3, "V93", LEPING)
    incident = together(grounds, river, ponding, pumps)[0]

    grouped = follow(incident, changed(river, 0, 60, rules), grounds, MONDAY_NINE + HOUR)

    assert (grouped.incident.lead, grouped.incident.level, grouped.promoted) == (2, 3, (2,))
    assert [event.kind for event in grouped.events] == ["eased", "lead-changed"]
    assert grouped.announce is None


def test_of_what_happens_at_once_one_is_announced(make: Make, grounds: AlertingConfig) -> None:
    pumps, ponding, river = make(1, "V93", level=3), make(2, "V11", LEPING, 5), make(3, "V26", level=4)

    grouped = update_incident(correlate(pumps, [], grounds), [pumps, ponding, river], grounds, MONDAY_NINE)

    assert (grouped.announce, grouped.incident.lead, grouped.incident.level) == (2, 3, 5)
    assert [member.echo for member in grouped.incident.members] == [True, False, False]
    assert [event.kind for event in grouped.events] == ["opened", "grew", "grew"]
    assert grouped.promoted == ()


def test_of_many_that_recover_at_once_the_last_one_leads(
    make: Make, grounds: AlertingConfig, rules: AlertRules
) -> None:
    alerts = [make(number, "V11", LEPING) for number in range(1, 6)]
    incident = together(grounds, *alerts)[0]

    grouped = update_incident(
        incident, [changed(alert, 0, 10, rules) for alert in alerts[:4]], grounds, MONDAY_NINE + 10 * MINUTE
    )

    assert (grouped.incident.lead, grouped.promoted) == (5, (5,))
    assert [event.kind for event in grouped.events] == ["lead-changed"]


def test_what_is_over_before_anybody_could_be_told_is_not_told(
    make: Make, grounds: AlertingConfig, rules: AlertRules
) -> None:
    alert = changed(make(1, "V26", level=5), 0, 1, rules)

    grouped = update_incident(correlate(alert, [], grounds), [alert], grounds, MONDAY_NINE + MINUTE)

    assert (grouped.announce, grouped.incident.level, grouped.incident.peak_level) == (None, 0, 5)


def test_trouble_that_returns_opens_a_closed_incident_again(
    make: Make, grounds: AlertingConfig, rules: AlertRules
) -> None:
    river = make(1, "V26", level=4)
    over = replace(changed(river, 0, 10, rules), state="closed", closed_at=MONDAY_NINE + 20 * MINUTE)
    quiet = follow(together(grounds, river)[0], over, grounds, MONDAY_NINE + 20 * MINUTE).incident
    closed, _ = close_when_over(quiet, MONDAY_NINE + 21 * MINUTE)
    back = changed(over, 4, 35, rules)

    grouped = follow(closed, back, grounds, MONDAY_NINE + 35 * MINUTE)

    assert (grouped.incident.state, grouped.incident.closed_at, grouped.announce) == ("open", None, None)
    assert [event.kind for event in grouped.events] == ["reopened", "rose"]
    assert follow(closed, over, grounds, MONDAY_NINE).incident.state == "closed"


def test_a_promoted_echo_is_given_the_full_time(make: Make) -> None:
    echo = replace(make(2, "V11"), echo=True)

    alert, events = make_root(echo, MONDAY_NINE + HOUR)

    assert (alert.echo, alert.waiting_since) == (False, MONDAY_NINE + HOUR)
    assert [(event.kind, event.before, event.after) for event in events] == [("promoted", "echo", "lead")]
    assert make_root(alert, MONDAY_NINE + 2 * HOUR) == (alert, ())


def test_a_promoted_echo_that_was_answered_stays_answered(make: Make) -> None:
    echo = replace(make(2, "V11"), echo=True, state="acknowledged", waiting_since=None)

    assert make_root(echo, MONDAY_NINE + HOUR)[0].waiting_since is None


def test_an_alert_knows_its_incident(make: Make, grounds: AlertingConfig) -> None:
    river, ponding = make(1, "V26", level=4), make(2, "V11", LEPING)
    incident = together(grounds, river, ponding)[0]

    (lead, told), (echo, joined) = attach(river, incident), attach(ponding, incident)

    assert (lead.incident, lead.echo, told[0].reason) == (1, False, "lead")
    assert (echo.incident, echo.echo, joined[0].reason) == (1, True, "echo")


class TestLevel:
    """The incident is as grave as its gravest live alert."""

    def test_it_rises_and_eases_with_its_alerts(self, make: Make, grounds: AlertingConfig, rules: AlertRules) -> None:
        river, rain = make(1, "V26", level=3), make(2, "V27", level=2)
        incident = together(grounds, river, rain)[0]
        levels, told = [], []
        for level, minute in ((5, 10), (4, 20), (5, 30), (0, 40)):
            river = changed(river, level, minute, rules)
            grouped = follow(incident, river, grounds, MONDAY_NINE + minute * MINUTE)
            incident = grouped.incident
            levels.append(incident.level)
            told.append(grouped.announce)

        assert levels == [5, 4, 5, 2]
        assert told == [1, None, None, None]
        assert incident.peak_level == 5

    @pytest.mark.parametrize(
        ("minutes", "level", "told"), [(40, 4, False), (40, 5, True), (41, 3, True)], ids=["a flap", "worse", "anew"]
    )
    def test_a_flap_is_not_told_again_a_new_trouble_is(
        self, minutes: int, level: int, told: bool, make: Make, grounds: AlertingConfig, rules: AlertRules
    ) -> None:
        river = make(1, "V26", level=4)
        calm = changed(river, 0, 10, rules)
        quiet = follow(together(grounds, river)[0], calm, grounds, MONDAY_NINE + 10 * MINUTE)

        back = changed(calm, level, minutes, rules)
        again = follow(quiet.incident, back, grounds, MONDAY_NINE + minutes * MINUTE)

        assert (quiet.incident.level, quiet.announce) == (0, None)
        assert (again.incident.level, again.announce) == (level, 1 if told else None)
        assert again.incident.announced == (4 if not told else level)

    def test_nothing_new_is_nothing_to_tell(self, make: Make, grounds: AlertingConfig) -> None:
        river = make(1, "V26", level=4)
        incident = together(grounds, river)[0]

        assert follow(incident, river, grounds, MONDAY_NINE) == IncidentUpdate(incident, ())


class TestNearness:
    """How far an incident reaches is said by its cause."""

    @pytest.mark.parametrize(
        ("cause", "there", "one"),
        [
            ("flood", LUBAO, True),  # the same district
            ("flood", GUICHENG, True),  # the district beside it
            ("flood", SHUNDE, False),
            ("flood", CITY, True),  # what is said of the city concerns every district
            ("gas", LUBAO, False),  # another town
            ("gas", SANSHUI, True),  # the district it lies in
            ("gas", CITY, True),
            ("silence", LUBAO, True),
            ("silence", GUICHENG, False),
            ("silence", CITY, True),
            ("power", SHUNDE, True),
            ("nobody-defined-this", LEPING, False),  # another device
        ],
    )
    def test_as_far_as_the_cause_reaches(
        self, cause: str, there: int, one: bool, make: Make, grounds: AlertingConfig
    ) -> None:
        first, second = make(1, "V01", LEPING, cause=cause), make(2, "V02", there, cause=cause)

        assert len(together(grounds, first, second)) == (1 if one else 2)
        assert len(together(grounds, second, first)) == (1 if one else 2)

    def test_an_undefined_cause_groups_the_same_place(self, make: Make, grounds: AlertingConfig) -> None:
        first = make(1, "V01", cause="nobody-defined-this")
        second = replace(first, id=2, subject=replace(first.subject, sign="V02"))

        assert len(together(grounds, first, second)) == 1

    def test_nearness_is_measured_from_where_it_began(self, make: Make, grounds: AlertingConfig) -> None:
        """Chancheng lies beside Nanhai, but not beside Sanshui, where the incident began."""
        alerts = (make(1, "V26"), make(2, "V11", NANHAI), make(3, "V11", CHANCHENG))

        assert [numbers(incident) for incident in together(grounds, *alerts)] == [[1, 2], [3]]


class TestTime:
    """An alert joins while the trouble is on, and for a while after."""

    def test_while_it_is_on_there_is_no_limit(self, make: Make, grounds: AlertingConfig) -> None:
        assert len(together(grounds, make(1, "V26"), make(2, "V11", minutes=3000))) == 1

    @pytest.mark.parametrize(("minutes", "incidents"), [(60 + 360, 1), (60 + 361, 2)])
    def test_after_it_the_window_counts(
        self, minutes: int, incidents: int, make: Make, grounds: AlertingConfig, rules: AlertRules
    ) -> None:
        river = make(1, "V26")
        over = follow(together(grounds, river)[0], changed(river, 0, 60, rules), grounds, MONDAY_NINE + HOUR).incident

        assert (correlate(make(2, "V11", minutes=minutes), [over], grounds).id == over.id) == (incidents == 1)

    def test_a_closed_incident_is_over(self, make: Make, grounds: AlertingConfig) -> None:
        closed = replace(together(grounds, make(1, "V26"))[0], state="closed")

        assert numbers(joining(make(2, "V11"), [closed], grounds).incident) == [2]


class TestWhichOne:
    """Of several incidents it joins the one that is most likely its own."""

    def test_its_own_cause_first_then_one_whose_signs_name_it(self, make: Make, grounds: AlertingConfig) -> None:
        flood, voice = together(grounds, make(1, "V26"), make(2, "V56", cause="voice"))

        calls = make(3, "V55", cause="voice")

        assert correlate(calls, [flood, voice], grounds).id == voice.id
        assert correlate(calls, [flood], grounds).id == flood.id

    def test_then_the_graver_then_the_newer(self, make: Make, grounds: AlertingConfig) -> None:
        grave = replace(together(grounds, make(1, "V26", level=5))[0], id=1)
        light = replace(together(grounds, make(2, "V26", NANHAI, level=2, minutes=9))[0], id=2)
        light_too = replace(light, id=3, active_at=light.active_at + 1)
        alert = make(9, "V11", minutes=10)

        assert correlate(alert, [grave, light, light_too], grounds).id == 1
        assert correlate(alert, [light, light_too], grounds).id == 3

    def test_silence_joins_no_incident_of_what_fell_silent(self, make: Make, grounds: AlertingConfig) -> None:
        flood = together(grounds, make(1, "V26"))[0]

        silent = joining(make(2, "V26", cause="silence", trigger="stale"), [flood], grounds).incident

        assert (numbers(silent), silent.cause) == ([2], "silence")


class TestEnd:
    """An incident closes by itself with its last alert, and never in wartime."""

    @pytest.fixture
    def over(self, make: Make, grounds: AlertingConfig) -> Incident:
        alerts = [replace(make(n, sign), state="closed", closed_at=MONDAY_NINE) for n, sign in ((1, "V26"), (2, "V27"))]
        return together(grounds, *alerts)[0]

    @pytest.mark.parametrize(("state", "closes"), [("open", True), ("stood-down", True), ("wartime", False)])
    def test_with_all_alerts_closed(self, state: str, closes: bool, over: Incident) -> None:
        incident, events = close_when_over(replace(over, state=state), MONDAY_NINE + HOUR)  # type: ignore[arg-type]

        assert (incident.state == "closed") == closes
        assert len(events) == closes
        assert incident.closed_at == (MONDAY_NINE + HOUR if closes else None)

    def test_not_while_one_is_left(self, make: Make, over: Incident, grounds: AlertingConfig) -> None:
        left = joining(make(3, "V11"), [over], grounds).incident

        assert close_when_over(left, MONDAY_NINE + HOUR) == (left, ())

    def test_not_twice(self, over: Incident) -> None:
        closed, _ = close_when_over(over, MONDAY_NINE)

        assert close_when_over(closed, MONDAY_NINE + HOUR) == (closed, ())


class TestSeenWithin:
    """Who may see a district only sees of an incident what lies there."""

    @pytest.fixture
    def incident(self, make: Make, grounds: AlertingConfig) -> Incident:
        return together(grounds, make(1, "V26", SANSHUI, 5), make(2, "V11", NANHAI, 2), make(3, "V27", NANHAI, 3))[0]

    def test_everything_is_the_incident_itself(self, incident: Incident, grounds: AlertingConfig) -> None:
        assert incident.seen_within(lambda _: True, grounds.cause("flood").rank) is incident

    def test_a_part_has_its_own_level_and_lead(self, incident: Incident, grounds: AlertingConfig) -> None:
        seen = incident.seen_within(lambda region: region == NANHAI, grounds.cause("flood").rank)

        assert seen is not None
        assert numbers(seen) == [2, 3]
        assert (seen.level, seen.peak_level, seen.lead) == (3, 3, 3)

    def test_nothing_is_nothing(self, incident: Incident, grounds: AlertingConfig) -> None:
        assert incident.seen_within(lambda region: region == SHUNDE, grounds.cause("flood").rank) is None
