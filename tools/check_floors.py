"""`make check`: holds the code against the map of the house, `pomni/config/floors.py`, by import-linter.

The contracts are made from that one list, so that a module is added there and nowhere else. `ROOT` may be another tree
of the same form: the tests plant breaches in a copy.
"""

import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent

ROOMS = (
    "apps",
    "urls",
    "views | api",
    "forms | listeners | tasks | pulses",
    "commands",
    "queries",
    "models",
    "events | rules",
)


def contracts(floors: tuple[tuple[str, ...], ...], package: Path) -> str:
    """The contracts of import-linter, as its INI file."""
    written = {path.parent.name for path in package.glob("*/__init__.py")}
    with_rooms = [name for floor in floors for name in floor if name in written - {"config", "kit", "ui"}]
    with_tables = [name for name in with_rooms if list((package / name).glob("models*"))]
    layers = [" | ".join(f"({name})" for name in floor) for floor in floors]
    doors = [
        f"pomni.{name}.{room}"
        for name in with_rooms
        for room in ("views", "api")
        if (package / name / f"{room}.py").exists() or (package / name / room / "__init__.py").exists()
    ]
    return f"""
[importlinter]
root_package = pomni
exclude_type_checking_imports = true

[importlinter:contract:floors]
name = Floors: a module knows only the floors below
type = layers
containers = pomni
exhaustive = true
ignore_imports =
    pomni.**.tests.** -> **
unmatched_ignore_imports_alerting = none
layers ={_lines(layers)}

[importlinter:contract:rooms]
name = Rooms: the door calls the work, the work calls the tables
type = layers
containers ={_lines(f"pomni.{name}" for name in with_rooms)}
ignore_imports =
    pomni.**.tests.** -> **
unmatched_ignore_imports_alerting = none
layers ={_lines(" | ".join(f"({room})" for room in line.split(" | ")) for line in ROOMS)}

[importlinter:contract:doors]
name = Doors never touch tables: views and api go through commands and queries
type = forbidden
source_modules ={_lines(doors)}
forbidden_modules ={_lines(f"pomni.{name}.models" for name in with_tables)}
allow_indirect_imports = true
"""


def check(house: Path) -> int:
    """Check the tree in this folder; prints what breaks a contract. Returns 0 when all are kept."""
    sys.path.insert(0, str(house))
    from importlinter.cli import lint_imports

    from pomni.config.floors import FLOORS

    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(contracts(FLOORS, house / "pomni"))
        file.flush()
        return lint_imports(config_filename=file.name, no_cache=True)


def _lines(names) -> str:
    return "".join(f"\n    {name}" for name in names)


if __name__ == "__main__":
    sys.exit(check(Path(sys.argv[1]) if len(sys.argv) > 1 else HOUSE))
