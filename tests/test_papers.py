"""The papers say what is so: links lead somewhere, tables fit the code, nothing names the machine on which it was written."""

import json
import re
import subprocess
from pathlib import Path

import polib
import pytest

from pomni.config.environ import SETTINGS
from pomni.config.floors import FLOORS
from pomni.kit.module import offered
from pomni.kit.nouns import spoken
from tests.house import HOUSE, PACKAGE

PAPERS = [*sorted(HOUSE.glob("*.md")), *sorted((HOUSE / "docs").rglob("*.md"))]
DECISIONS = sorted((HOUSE / "docs" / "decisions").glob("[0-9]*.md"))
LANGUAGES = ("en", "ru", "pl")
READERS = ("director", "configurator", "front-desk", "salesperson", "specialist", "head-of-sales", "office")
TEXTS = {
    ".py",
    ".md",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".toml",
    ".in",
    ".txt",
    ".json",
    ".po",
    ".svg",
    ".c",
    "",
}
# Folders of one person's machine, and where packages are fetched from. Spelled so that this file itself names none.
OF_A_MACHINE = re.compile("/(?:home|root|Users)/[a-z]|[C]:[\\\\]")
REGISTRIES = re.compile(
    "(?:files|test)[.]python" + "hosted|[p]ypi[.]org|registry[.]npm[j]s|[a]rtifactory|[n]exus[.]"
)


def tables(paper: Path) -> list[list[str]]:
    """The cells of every row of every table of a paper."""
    rows = [
        line.strip("| \n").split(" | ") for line in paper.read_text().splitlines() if line.startswith("|")
    ]
    return [[cell.strip(" `") for cell in row] for row in rows]


def committed() -> list[Path]:
    """The files of the repository, also those not committed yet."""
    words = ["git", "ls-files", "-co", "--exclude-standard"]
    told = subprocess.run(words, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return [HOUSE / line for line in told.splitlines() if (HOUSE / line).is_file()]


# --- README and the links -------------------------------------------------------------------------------------------


def test_the_first_commands_of_the_readme_are_run_and_test():
    blocks = re.findall(r"```sh\n(.*?)```", (HOUSE / "README.md").read_text(), re.S)
    assert [block.strip() for block in blocks[:2]] == ["make run", "make test"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(HOUSE)))
def test_links_lead_to_files_that_exist(paper):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", paper.read_text())
    lost = [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    assert lost == []


def test_papers_that_the_code_names_exist():
    named = re.compile(r"\bdocs/[\w./-]+\.md\b")
    lost = {
        f"{path.relative_to(HOUSE)}: {name}"
        for path in committed()
        if path.suffix in TEXTS - {".md"}
        for name in named.findall(path.read_text(errors="replace"))
        if not (HOUSE / name).exists()
    }
    assert lost == set()


def test_every_command_of_the_papers_is_there():
    from pomni.config.cli import main

    told = {word for paper in PAPERS for word in re.findall(r"\bpomni ([a-z][a-z-]+)\b", _code_of(paper))}
    assert told <= set(main.commands)


def _code_of(paper: Path) -> str:
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", paper.read_text(), re.S))


def test_every_make_word_of_the_papers_is_there():
    words = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(), re.M))
    told = {word for paper in PAPERS for word in re.findall(r"\bmake ([a-z]+)\b", _code_of(paper))}
    assert told <= words


# --- Tables and the code --------------------------------------------------------------------------------------------


def test_the_settings_page_has_every_setting_with_its_default():
    told = {row[0]: row[1] for row in tables(HOUSE / "docs" / "settings.md") if row[0].isupper()}
    assert told == {setting.name: setting.default or "–" for setting in SETTINGS}


def test_the_floors_of_the_architecture_are_those_of_the_house():
    text = (HOUSE / "ARCHITECTURE.md").read_text()
    drawn = re.search(r"## Floors\n\n```\n(.*?)```", text, re.S)
    assert drawn
    assert [tuple(line.split(" · ")) for line in drawn[1].split("\n") if line] == list(FLOORS)


def test_the_table_of_roles_is_what_the_modules_declare():
    rows = [row for row in tables(HOUSE / "docs" / "roles.md") if len(row) == 10 and set(row[0]) != {"-"}]
    presets = rows[0][1:]
    told = {
        row[0]: {preset: scope for preset, scope in zip(presets, row[1:], strict=True) if scope != "–"}
        for row in rows[1:]
    }
    assert told == {right.name: dict(right.presets) for right in offered("capabilities")}


def test_the_table_of_fields_is_what_the_modules_declare():
    known = {field.name: field for field in offered("fields")}
    told = {row[0]: row[1:] for row in tables(HOUSE / "docs" / "roles.md") if row[0] in known}
    rules = ("mask", "hide")
    assert told == {
        name: [", ".join(p for p, rule in field.presets.items() if rule == one) or "–" for one in rules]
        for name, field in known.items()
    }


# --- Decisions ------------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_without_gaps_and_short():
    assert [file.name[:4] for file in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]
    assert [file.name for file in DECISIONS if len(file.read_text().splitlines()) > 40] == []


def test_the_title_of_a_decision_is_its_number_and_what_was_decided():
    index = (HOUSE / "docs" / "decisions" / "README.md").read_text()
    for file in DECISIONS:
        title = file.read_text().splitlines()[0].removeprefix("# ")
        assert title.startswith(f"{file.name[:4]}. ")
        assert f"[{title}]({file.name})" in index


def test_every_dependency_has_its_reason_in_a_decision():
    wanted = {
        re.split(r"[\[<>=]", line)[0]
        for file in (HOUSE / "requirements").glob("*.in")
        for line in file.read_text().splitlines()
        if line and line[0] not in "#-"
    }
    wanted |= set(json.loads((HOUSE / "frontend" / "package.json").read_text())["dependencies"])
    rows = " ".join(row[0] for file in DECISIONS for row in tables(file))
    assert {name for name in wanted if not re.search(rf"(^|[\s,]){re.escape(name)}\b", rows)} == set()


# --- The guide ------------------------------------------------------------------------------------------------------


def guide(language: str, whose: str) -> str:
    return (HOUSE / "docs" / "guide" / language / f"{whose}.md").read_text()


@pytest.mark.parametrize("whose", READERS)
def test_the_guide_is_the_same_in_every_language(whose):
    def shape(language: str) -> list[str]:
        return re.findall(r"^(#+ |\d+\. |- |```\w*|!\[|\| `[^|]+)", guide(language, whose), re.M)

    def blocks(language: str) -> list[str]:
        return re.findall(r"^```.*?```", guide(language, whose), re.M | re.S)

    assert shape("ru") == shape("pl") == shape("en")
    assert blocks("ru") == blocks("pl") == blocks("en")


@pytest.mark.parametrize("whose", READERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_shows_pictures_of_its_own_language(language, whose):
    text = guide(language, whose)
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert len(pictures) >= 2
    assert all(f"/{language}/" in picture for picture in pictures)


def test_every_picture_of_the_papers_is_shown_somewhere():
    shown = {
        (paper.parent / link).resolve()
        for paper in PAPERS
        for link in re.findall(r"!\[[^]]*\]\(([^)\s]+)\)", paper.read_text())
    }
    assert set((HOUSE / "docs" / "pictures").rglob("*.png")) - shown == set()


@pytest.mark.parametrize("whose", READERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_words_of_the_guide_stand_on_the_screen(language, whose):
    bold = set(re.findall(r"\*\*([^*]+)\*\*", guide(language, whose)))
    catalogue = "ru" if language == "en" else language
    words = polib.pofile(str(PACKAGE / "locale" / catalogue / "LC_MESSAGES" / "django.po"))
    told = [word.msgid if language == "en" else word.msgstr for word in words if not word.obsolete]
    shown = {spoken(sentence, language) for sentence in told}
    assert bold - shown <= {"bold", "жирным", "pogrubione"}  # how the guide itself explains its bold words


# --- What must not be in the repository -----------------------------------------------------------------------------


def test_no_file_names_this_machine_or_a_registry():
    around = f"{HOUSE.parent}/" if len(HOUSE.parts) > 2 else f"{HOUSE}/"
    found = []
    for path in committed():
        if path.suffix not in TEXTS:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if OF_A_MACHINE.search(line) or REGISTRIES.search(line) or around in line:
                found.append(f"{path.relative_to(HOUSE)}:{number}: {line.strip()[:90]}")
    assert found == []


def test_the_licence_is_the_whole_apache_licence():
    text = (HOUSE / "LICENSE").read_text()
    assert "Version 2.0, January 2004" in text
    assert text.rstrip().endswith("limitations under the License.")
    assert "Copyright 2026 The Pomni contributors" in (HOUSE / "NOTICE").read_text()
