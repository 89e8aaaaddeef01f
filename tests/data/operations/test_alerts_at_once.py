"""Many at once: one acknowledges, the others are told who; nothing is lost, and no subject has two open alerts."""

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from data.operations import Operations, open_operations
from data.operations.alerts.alert_tables import alert as alert_table
from data.operations.alerts.incidents import open_incidents
from data.operations.alerts.repository import alert_timeline, list_alerts
from indicators.incidents import AlertingConfig
from tests.data.operations.alert_stories import EVERYTHING, PONDING, RAIN, RIVER, Watch, actor
from tests.indicators.alerts.acting import code_of

PEOPLE = 6
ROUNDS = 8


def acknowledge_in_a_process(url: str, grounds: AlertingConfig, account: int, start: Any, said: Any) -> None:
    """Somebody at another machine acknowledges the alerts one after another, as soon as all are ready."""
    operations = open_operations(url)
    start.wait()
    watch = Watch(operations, grounds)
    answers = [watch.acknowledges(actor(account, f"值班{account}"), number) for number in range(1, ROUNDS + 1)]
    said.put((account, [(code_of(answer), getattr(answer, "facts", {}).get("by")) for answer in answers]))
    operations.dispose()


def test_of_several_processes_one_acknowledges_and_the_others_are_told_who(
    warehouse_url: str, operations: Operations, watch: Watch
) -> None:
    for number in range(ROUNDS):
        watch.sees(_at(number), 0, 4)
    operations.dispose()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(3), fork.Queue()
    people = [
        fork.Process(target=acknowledge_in_a_process, args=(warehouse_url, watch.grounds, account, start, said))
        for account in (1, 2, 3)
    ]
    for person in people:
        person.start()
    answers = dict(said.get(timeout=60) for _ in people)
    for person in people:
        person.join(60)

    assert [person.exitcode for person in people] == [0, 0, 0]
    for number in range(ROUNDS):
        codes = {account: answers[account][number] for account in answers}
        winners = [account for account, (code, _) in codes.items() if code == "done"]
        assert len(winners) == 1
        losers = [told for account, told in codes.items() if account not in winners]
        assert losers == [("already-acknowledged", f"值班{winners[0]}")] * 2
        with operations.reading() as connection:
            log = alert_timeline(connection, EVERYTHING, number + 1).log
        acknowledged = [event.actor.account for event in log if event.kind == "acknowledged"]
        assert acknowledged == winners


def test_people_and_the_watch_work_on_the_same_alerts(operations: Operations, watch: Watch) -> None:
    """Readings raise, ease and end alerts while people acknowledge and close them: the logs stay whole."""

    def watches(_: int) -> None:
        for minute in range(30):
            level = (0, 3, 5, 2, 4, 0)[minute % 6]
            watch.sees_all([(subject, minute, level, float(level)) for subject in (RIVER, PONDING, RAIN)])
            watch.waits_until(minute)

    def acts(account: int) -> Counter[str]:
        said: Counter[str] = Counter()
        for turn in range(30):
            number = 1 + turn % 3
            try:
                said[code_of(watch.acknowledges(actor(account, f"值班{account}"), number, turn))] += 1
                said[code_of(watch.closes(actor(account, f"值班{account}"), number, turn, "drill"))] += 1
            except LookupError:
                said["not yet"] += 1
        return said

    watch.sees_all([(RIVER, 0, 3, 3.0), (PONDING, 0, 3, 3.0), (RAIN, 0, 3, 3.0)])
    with ThreadPoolExecutor(PEOPLE) as people:
        watching = people.submit(watches, 0)
        said = sum((person.result() for person in [people.submit(acts, n) for n in range(1, PEOPLE)]), Counter())
        watching.result()

    assert said["done"] > 0
    assert said["already-acknowledged"] + said["not-in-this-state"] > 0
    with operations.reading() as connection:
        alerts = list_alerts(connection, EVERYTHING)
        stories = [alert_timeline(connection, EVERYTHING, alert.id) for alert in alerts]
        open_incidents(connection, EVERYTHING, watch.grounds)
        doubles = connection.execute(
            select(func.count())
            .where(alert_table.c.closed_at.is_(None))
            .group_by(alert_table.c.sign, alert_table.c.place, alert_table.c.cause)
        ).scalars()
        assert set(doubles) <= {1}
    done = Counter(event.kind for story in stories for event in story.log if event.actor.is_person)
    assert done["acknowledged"] + done["closed"] == said["done"]


def _at(number: int) -> Any:
    return type(RIVER)("V85", "energy", f"S-{number}", 440606, f"power-{number}")
