"""docs/glossary.md is one table that names the code rightly, and the private words of earlier days stay away.

`…_GONE` are names of classes, functions and modules that standard terms have replaced (comments say by what).
Only names that no standard meaning would ask for stand here; ordinary words of English are forbidden as names of
modules and of functions that a module gives out.
"""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.documents import ROOMS, ROOT, Document, code
from tests.named import fault_of

GLOSSARY = Document(ROOT / "docs" / "glossary.md")
HEAD = "| 中文 | English | in code | meaning |"

CLASSES_GONE = frozenset(
    (
        *("Office", "Desk"),  # Container, RequestContext
        *("Workplace", "Yard", "AlertRoom", "TaskRoom", "Doing"),  # …Dependencies
        *("Doors", "Door", "Gatekeeper", "Gate", "Entrance"),  # AuthService, ReadingIngest, Authenticator, …
        *("Asker", "Pen", "Act", "Go", "Show", "Refused"),  # Actor, AuditLogger, Action, Redirect, …, Rejected
        *("Pulse", "Beat", "Taker", "PictureReader", "Slot"),  # ChangeVersion, VersionCollector, CurrentState…
        *("News", "Sender", "Errand", "Clockwork"),  # Batch, DataSource, Job, SlaScheduler
        *("Case", "Given", "Answer", "Book", "Rulebook", "Round"),  # TransitionContext, Payload, Decision, RuleSet, …
        *("LookingAgain", "Told", "Circle", "Wanted", "Matter", "Light"),  # OutcomeEvaluation, Recipients, …
        *("Rung", "Habit", "Grounds", "Keeping", "Wartime"),  # Level, SeasonalProfile, AlertingConfig, UnitOfWork, …
        *("Ground", "Remembered", "Reader"),  # RefreshInput, LRU cache, …Repository or …Queries
        *("Raw", "Courier", "Feeder"),  # RawHtml, HttpClient, simulator
        *(
            "Cell",
            "FactColumns",
            "Landed",
            "Written",
            "Overtaken",
        ),  # GridCell, FactTable, LandingResult, PendingWrite, …
        *("Known", "Taken", "Drawn", "Told", "Asked", "Said", "About"),  # KnownRegions, …Deduction, …Model, …Request
        *(
            "Listed",
            "Made",
            "Opened",
            "Kept",
            "Examined",
            "Vouched",
            "Chosen",
        ),  # AccountLine, Issued…, StoredEvidence, …
        *("Declared", "Called", "Raised", "Stated", "Covered", "Computed"),  # what is declared, called, …, is named
        *("Shown", "Proposed", "Acting", "Laden", "Checked", "Counted", "Measured"),
        *("Placed", "Grouped", "Weighed", "Mix", "Folded", "Masked", "Find"),  # …Definition, …Update, Weighted…, …Text
        *("Judged", "Compared", "Lasting", "Portion", "Within", "Around"),  # …Judgement, …Rule, LimitComparison, …
        *("Knock", "Heart", "Memory", "Patience", "Hook", "Alone", "Dead", "Waiting"),  # …Attempt, HeartbeatWriter, …
        *("Standing", "RegionStanding", "Stretch", "Tally", "AtPlace", "Today", "Whole"),  # …Progress, …Window, …
        *("PointNow", "SignNow", "HealthNow", "FeedNow", "PlaceNow", "DeviceNow", "SlotValue"),  # …State, BucketValue
        *("StoreAway", "NotVouched", "Untellable", "Telling", "Unprofiled"),  # DatabaseUnavailable, …Error, TaskReplay
        *("Past", "Look", "Turn", "Touch", "Spot", "Appointment", "Behaviour"),  # of the demonstration, the looks back
        *("Way", "Near", "SignOff", "SignFigure", "Rotation", "Hues", "Grades", "Words"),  # of screens
        *("TaskBeside", "FunctionsBeside", "RegionWays", "DrawnHistory", "TaskChoices"),
        *("AlertActs", "IncidentActs", "TaskActs", "AlertStory", "IncidentStory"),  # …Actions, …Timeline
        *("Mood", "MoodRules", "Barometer", "UsualCounts", "SuddenRules"),  # Sentiment…, Hotline…, Baseline…, …
        *("Question", "Caps", "Slots", "Say", "Picture", "Part", "Timed"),  # ApiRequest, Stream…, EvaluationResult, …
    )
)
# Supervised matters are SupervisionItem, their parts Supervision…
BEGINNINGS_GONE = ("Matter",)
FUNCTIONS_GONE = frozenset(
    (
        *("gather", "settle", "promote", "across", "reckon", "look_ahead"),  # correlate, update_incident, …, aggregate
        *("surprise", "doubts", "sudden", "days_trail", "weeks_trail", "ladder", "needs_ladder", "rung"),  # z_scores, …
        *("stage_of", "welcome", "known_person", "known_device", "knock", "come_in", "what_comes_first"),
        *("tick", "wake_at", "woken", "mark_clocked", "look_again", "looking_again", "to_look_at", "verdict"),
        *("keep_watching", "keep_feeding", "keep_fresh", "keep_time", "bring_to_life", "bring_up_to_date"),
        *("beat", "beat_of", "pulses", "news_after", "land_orders", "put_slots", "open_book", "why_away"),
        *("mood", "mood_panel", "refresh_voice", "region_voices", "load_voice_rules", "offer_voice_table"),
        *("story", "alert_story", "incident_story", "matter_story", "light", "light_mark", "why_lit", "twin", "sheet"),
        *("spark", "band_spark", "step_spark", "course_spark", "woven", "spoken", "pressing", "given_of"),
        *("act_form", "folded_act", "put_acts", "put_wall_door", "is_wall_door", "heed_proxies", "check_questions"),
        *("faces", "tell_tasks", "tell_history", "tell_present", "tell_matters", "cells", "rivals", "way_done"),
    )
)
MODULES_GONE = frozenset(
    (
        *("office", "desk", "workplace", "yard", "alert_room", "task_room"),
        *("doors", "door", "gatekeeper", "gate", "entrance", "asker", "pen", "forgery"),
        *("standing", "known", "welcome", "once", "act", "acts", "questions", "fresh", "first", "plain", "delivery"),
        *("visit", "pulse", "beat", "watch", "turn", "following", "arrivals", "news", "clockwork", "beside", "errand"),
        *("move", "moves", "book", "round", "rounds", "helped", "told", "circle", "wanted", "story", "matter", "light"),
        *("voice", "mood", "needle", "surprise", "doubts", "tide", "rhythm", "trail", "ladder", "rung", "across"),
        *("sudden", "habit", "unusual", "echo", "calling", "announce", "grounds", "keeping", "wartime"),
        *("cell", "contents", "reckon", "ahead", "gap", "horizon", "remembered", "orders"),
        *("island", "piece", "raw", "placeholders", "sheet", "twin", "figure", "spark", "telling", "near", "sights"),
        *("leading", "living", "behaviours", "feeder", "courier", "faces", "rulebook"),
        *("stage", "usual", "look", "lead", "barometer", "bring_to_life", "beside_peers", "region_ways", "patience"),
        *("looking_back", "waiting", "writing", "opening", "listening", "handling", "counting", "packing", "baking"),
        *("loading", "folding", "apportioning", "gridding", "naming", "spreading", "stream_slots", "label_places"),
    )
)


def test_the_glossary_is_one_well_formed_table() -> None:
    lines = [line for line in GLOSSARY.text.splitlines() if line.startswith("|")]
    assert lines[0] == HEAD
    assert len(GLOSSARY.tables) == 1
    assert not [row for row in GLOSSARY.tables[0] if len(row) != 4 or not all(row)]
    assert not [row[0] for row in GLOSSARY.tables[0] if not re.search("[\u4e00-\u9fff]", row[0])]


def test_terms_are_in_order_and_each_is_there_once() -> None:
    terms = [row[1].lower() for row in GLOSSARY.tables[0]]
    assert terms == sorted(set(terms))


def test_the_code_knows_every_name_of_the_glossary() -> None:
    named = {row[1]: row[2] for row in GLOSSARY.tables[0]}
    assert not [term for term, cell in named.items() if cell != "–" and cell != f"`{''.join(code(cell))}`"]
    assert not {term: fault for term, cell in named.items() for name in code(cell) if (fault := fault_of(name))}


@cache
def classes_functions_and_modules() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Names of the product's classes, of the functions of its modules, of its modules and folders, each with a file."""
    classes: dict[str, str] = {}
    functions: dict[str, str] = {}
    modules: dict[str, str] = {}
    for file in sorted(file for room in ROOMS if room != "tests" for file in (ROOT / room).rglob("*.py")):
        place = str(file.relative_to(ROOT))
        modules |= dict.fromkeys((file.stem, *file.relative_to(ROOT).parts[:-1]), place)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        classes |= {node.name: place for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        functions |= {node.name: place for node in tree.body if isinstance(node, ast.FunctionDef)}
    return classes, functions, modules


def test_no_class_has_a_name_that_a_standard_term_replaced() -> None:
    classes, _, _ = classes_functions_and_modules()
    assert len(classes) > 300
    assert not {name: place for name, place in classes.items() if name in CLASSES_GONE}
    assert not {name: place for name, place in classes.items() if name.startswith(BEGINNINGS_GONE)}


def test_no_function_has_a_name_that_a_standard_term_replaced() -> None:
    _, functions, _ = classes_functions_and_modules()
    assert len(functions) > 1000
    assert not {name: place for name, place in functions.items() if name in FUNCTIONS_GONE}


def test_no_module_or_folder_has_a_name_that_a_standard_term_replaced() -> None:
    _, _, modules = classes_functions_and_modules()
    assert len(modules) > 300
    assert not {name: place for name, place in modules.items() if name in MODULES_GONE}
