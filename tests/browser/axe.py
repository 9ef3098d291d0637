"""What keeps people out of a page, as axe-core finds it. It is fetched with what tests need: `tools/setup.sh test`."""

from functools import cache

from tests.house import HOUSE

CHECKER = HOUSE / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# All rules that axe has on by itself, and the size of targets, which WCAG 2.2 asks for.
EVERY_RULE = {"rules": {"target-size": {"enabled": True}}}
# The same in all but colours, which do not change with the language.
WORDS = {"rules": {**EVERY_RULE["rules"], "color-contrast": {"enabled": False}}}
# What depends on colours alone.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


@cache
def _checker():
    return CHECKER.read_text()


def faults(page, options=EVERY_RULE):
    """What axe finds on an open page, a line a place; nothing where all is well."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(_checker())
    found = page.evaluate(
        """async (options) => {
            const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options });
            return violations.flatMap(({ id, help, nodes }) =>
                nodes.map(({ target, failureSummary, html }) => [id, help, target.join(" "), failureSummary, html]));
        }""",
        options,
    )
    return [_line(*one) for one in found]


def _line(rule, help_text, target, summary, html):
    why = " ".join(summary.split()).removeprefix("Fix any of the following: ")
    return f"{rule} ({help_text}) at {target}: {why[:200]} — {html[:120]}"
