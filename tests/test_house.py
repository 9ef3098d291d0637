"""The rules of the house, kept by machine; and each rule seen to fail on a breach planted in a copy."""

import ast
import re
import shutil
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from pomni.config.floors import FLOORS, modules
from pomni.kit.module import offered
from pomni.memory.events import Event, Kept, Personal
from pomni.team.presets import PRESETS
from tests.house import HOUSE, PACKAGE, commands, graph, looks_behind, python_files

CHECK = [sys.executable, str(HOUSE / "tools" / "check_floors.py")]


# --- Floors, rooms, faces ------------------------------------------------------------------------------------------


def test_every_package_has_a_floor():
    written = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert written <= {name for floor in FLOORS for name in floor}


def test_modules_meet_only_at_their_faces():
    assert looks_behind(graph()) == []


@pytest.fixture
def copy(tmp_path):
    """A copy of the house in which a test may plant a breach."""
    shutil.copytree(
        PACKAGE, tmp_path / "pomni", ignore=shutil.ignore_patterns("__pycache__", "static", "tests")
    )
    return tmp_path


def broken_contracts(house) -> set[str]:
    """The first words of the contracts that the checker says are broken in this tree."""
    run = subprocess.run([*CHECK, str(house)], capture_output=True, text=True, cwd=house, check=False)
    broken = set(re.findall(r"^(\w+)[^\n]* BROKEN$", run.stdout, re.M))
    assert bool(run.returncode) == bool(broken), run.stdout + run.stderr
    return broken


def plant(file, line):
    """Add a line at the end of a file of the copy."""
    file.write_text(file.read_text() + f"\n{line}\n")


def test_the_house_as_it_stands_breaks_no_contract(copy):
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("team/queries/people.py", "from pomni.people import queries as upstairs", "Floors"),
        ("kit/pace.py", "from pomni.memory import events", "Floors"),
        ("people/queries/clients.py", "from pomni.people import commands", "Rooms"),
        ("people/events/clients.py", "from pomni.people import models", "Rooms"),
        ("people/views/card.py", "from pomni.people.models import Client", "Doors"),
        ("team/api/people.py", "from pomni.people.models import Client", "Floors"),
    ],
)
def test_a_planted_breach_is_found(copy, file, line, contract):
    plant(copy / "pomni" / file, line)
    assert contract in broken_contracts(copy)


def test_a_module_without_a_floor_is_found(copy):
    (copy / "pomni" / "cellar").mkdir()
    (copy / "pomni" / "cellar" / "__init__.py").write_text("")
    assert "Floors" in broken_contracts(copy)


def test_looking_behind_a_face_is_found(copy, monkeypatch):
    neighbour = copy / "pomni" / "stock"
    neighbour.mkdir()
    (neighbour / "__init__.py").write_text("")
    (neighbour / "listeners.py").write_text("from pomni.people.models import Client\n")
    code = "from tests.house import graph, looks_behind; print(looks_behind(graph()))"
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(copy)!r}, {str(HOUSE)!r}]; {code}"],
        capture_output=True,
        text=True,
        cwd=copy,
        check=True,
    )
    assert "pomni.stock.listeners looks behind pomni.people.models" in told.stdout


# --- Commands and events -------------------------------------------------------------------------------------------


def test_every_public_write_is_a_command():
    assert [name for name, act in commands().items() if not getattr(act, "is_command", False)] == []


def test_a_command_that_remembers_nothing_says_why():
    said = {name: act.quiet for name, act in commands().items() if act.quiet}
    assert said == {
        "exchange.begin_trial": "a trial changes nothing of the company's",
        "people.ask_bulk_change": "looking at what a change would do changes nothing",
        "people.let_go_of_bulk": "what nobody can take back any more, and what was never begun, tells nothing",
        "team.arrange_today": "which panels somebody looks at first changes nothing of the company's",
        "people.be_done_comparing": "that two cards were compared tells nothing of the clients",
        "people.compare_later": "that two cards will be compared tells nothing of the clients",
        "people.look_again": "two cards are looked at again: nothing is said of the clients",
        "people.note_pairs": "who resembles whom follows from what was remembered of them",
        "people.put_off_pair": "that somebody will look at two cards later tells nothing of the clients",
        "people.bring_forward": "what follows from tasks is told by their own events",
        "agenda.remove_tasks_of": "the clients whom they were about are removed, and remembered as such",
        "people.let_go_of_tags": "a tag that was coined for an import and gathers nobody tells nothing",
        "people.put_names_in_order": "names follow the company's order of names, and that is remembered",
        "agenda.choose_wishes": "when somebody wants to be told is their own affair",
        "agenda.drop_reminder": "when somebody wants to be told is their own affair",
        "agenda.set_reminder": "when somebody wants to be told is their own affair",
        "people.note_standing": "what follows from a sale or a payment is told by its own event",
        "people.note_touch": "what follows from a meeting is told by the meeting's own event",
        "people.note_touches": "what follows from records is told by their own events",
        "people.drop_touches": "what follows from records is told by their own events",
        "people.note_visits": "what follows from a visit is told by the visit's own event",
        "people.note_next_due": "what follows from a task is told by the task's own event",
        "team.end_handing": "each pile was remembered as it was handed over",
        "booking.ask_code": "nothing is booked yet: a code is sent, and what was typed waits for an hour",
        "booking.try_code": "a try of a code: what comes of it is a booking, which is remembered",
        "team.hand_some": "each thing tells of it in its own history",
        "team.take_some_back": "each thing tells of it in its own history",
        "team.choose_language": "a choice of one's own screen",
        "team.read_all_notices": "what somebody has read is their own affair",
        "team.read_notice": "what somebody has read is their own affair",
    }


def test_every_capability_of_a_command_is_declared():
    declared = {capability.name for capability in offered("capabilities")}
    assert {act.capability for act in commands().values()} - {""} <= declared


def test_capabilities_are_area_noun_act_and_name_only_preset_roles():
    for capability in offered("capabilities"):
        assert re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", capability.name), capability.name
        assert set(capability.presets) <= set(PRESETS), capability.name
        assert set(capability.presets.values()) <= {"own", "team", "location", "all"}, capability.name


def test_kinds_are_never_renamed():
    kept = (HOUSE / "tests" / "kinds.txt").read_text().split()
    assert sorted(Event.known) == kept, (
        "a kind is stored for ever: add new ones to tests/kinds.txt, rename none"
    )


def test_every_text_of_an_event_says_what_becomes_of_it_when_a_person_is_forgotten():
    silent = [
        f"{kind}.{name}"
        for kind, event in Event.known.items()
        for name, mark in event.marks().items()
        if mark is None and re.search(r"\b(str|dict|Any)\b", str(event.model_fields[name].annotation))
    ]
    assert silent == []


def test_rules_of_personal_facts_name_declared_fields():
    declared = {field.name for field in offered("fields")}
    for event in Event.known.values():
        for mark in event.marks().values():
            if isinstance(mark, Personal) and mark.rule and not mark.rule.endswith("*"):
                assert mark.rule in declared, mark.rule
            if isinstance(mark, Kept):
                assert mark.because


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_sentences_name_only_known_facts_and_are_translated(language):
    with translation.override(language):
        for kind, event in Event.known.items():
            places = set(re.findall(r"%\((\w+)\)s", str(event.says)))
            given = event.words(dict.fromkeys(event.model_fields, "x"))
            assert places <= set(given), kind
            with translation.override("en"):
                source = str(event.says)
            assert language == "en" or str(event.says) != source, f"{kind} is not translated into {language}"


def test_every_event_has_a_schema():
    for event in Event.known.values():
        assert event.model_json_schema()["type"] == "object"


# --- Files ---------------------------------------------------------------------------------------------------------


def test_no_migration_is_missing(db):
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_files_are_one_room_and_functions_one_thought():
    long_files, long_functions = [], []
    for path in python_files():
        text = path.read_text()
        if text.count("\n") > 400:
            long_files.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 45:
                long_functions.append(f"{path.relative_to(HOUSE)}:{node.name}")
    assert (long_files, long_functions) == ([], [])


def test_there_are_no_save_overrides_and_no_vague_names():
    for path in python_files():
        assert path.stem not in {
            "utils",
            "helpers",
            "managers",
            "services",
            "base",
            "data",
            "misc",
        } or path.parts[-2:] == ("sqlite", "base.py"), path
        if path.name == "models.py":
            assert "def save(" not in path.read_text(), path


@pytest.mark.parametrize("name", ["kit", "ui", "config", *modules()])
def test_every_module_has_a_door_plate(name):
    tree = ast.parse((PACKAGE / name / "__init__.py").read_text())
    assert ast.get_docstring(tree)
    assert not [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


def test_public_functions_of_the_work_have_docstrings():
    bare = []
    for path in python_files():
        if {path.stem, path.parent.name} & {"views", "urls", "apps", "api", "forms", "health"}:
            continue  # doors only translate; their names and templates say what they do
        for node in ast.parse(path.read_text()).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                bare.append(f"{path.relative_to(HOUSE)}:{node.name}")
    assert bare == []


def test_the_lint_keeps_the_one_clock(tmp_path):
    file = HOUSE / "pomni" / "kit" / "_planted.py"
    file.write_text("import datetime\n\nNOW = datetime.datetime.now(datetime.UTC)\n")
    try:
        run = subprocess.run(
            [sys.executable, "-m", "ruff", "check", str(file)], capture_output=True, text=True, check=False
        )
    finally:
        file.unlink()
    assert "TID251" in run.stdout
