"""What the tests of the house look at: its tree, its imports, its commands and events."""

import ast
import importlib
from pathlib import Path

import grimp

from pomni.config.floors import GROUND, modules

HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "pomni"
FACES = {"commands", "queries", "events", "imports"}  # what a module shows to others


def graph(package: str = "pomni") -> grimp.ImportGraph:
    """Who imports whom, for type checking only left out."""
    return grimp.build_graph(package, exclude_type_checking_imports=True, cache_dir=None)


def looks_behind(imports: grimp.ImportGraph) -> list[str]:
    """Imports that reach another module past its faces."""
    found = []
    for module in sorted(imports.modules):
        here = module.split(".")[1:2]
        if not here or here[0] == "config" or "tests" in module:
            continue
        for imported in sorted(imports.find_modules_directly_imported_by(module)):
            _, *there = imported.split(".")
            if there and there[0] not in {*here, *GROUND} and there[1:2] and there[1] not in FACES:
                found.append(f"{module} looks behind {imported}")
    return found


def public_functions(path: Path) -> list[str]:
    """Names of the functions that a file shows."""
    tree = ast.parse(path.read_text())
    return [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def commands() -> dict[str, object]:
    """Every public function of every module's `commands`, by "module.name". Ground floors have helpers there, not acts."""
    found = {}
    for name in modules():
        if name in {"memory", "post", "jobs"}:
            continue
        rooms = [PACKAGE / name / "commands.py", *sorted((PACKAGE / name / "commands").glob("*.py"))]
        for path in filter(Path.exists, rooms):
            module = importlib.import_module(".".join(path.relative_to(HOUSE).with_suffix("").parts))
            found |= {f"{name}.{function}": getattr(module, function) for function in public_functions(path)}
    return found


def python_files() -> list[Path]:
    """The code of the product: no migrations, no tests."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts and "tests" not in path.parts
    ]
