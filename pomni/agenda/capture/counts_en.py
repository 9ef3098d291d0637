"""How English names days, months, numbers and units of time. The text is folded to small letters."""

WEEKDAY = (
    r"(?P<wd>monday|mon|tuesday|tues|tue|wednesday|wensday|weds|wed|thursday|thurs|thur|thrs|thu"
    r"|friday|fri|saturday|sat|sunday|sun)"
)
DAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
MONTH = (
    r"(?P<mon>january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august"
    r"|aug|september|sept|sep|october|oct|november|nov|december|dec)\.?"
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
COUNTS = {
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "a few": 3,
    "the next few": 3,
    "an": 1,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "ninety": 90,
}
NUMBER = r"\d{1,3}(?:\.5)?|" + "|".join(COUNTS)
COUNT = rf"(?P<n>{NUMBER})(?:\s*(?:-|—|to|or)\s*(?P<n2>{NUMBER}))?"
UNIT = r"(?P<unit>days?|dys|weeks?|wks?|fortnights?|months?|mths?|mnths?|mos|years?|yrs?)"
UNITS = {"d": "day", "w": "week", "f": "fortnight", "m": "month", "y": "year"}
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
