"""Whether two clients are one: the arithmetic, without tables.

`Features` is what of a client is compared, `keys_of` under what they are looked for (clients without a key in common are
never compared), `likeness` how surely two are one, with its reasons. Forms, imports, programs and the sweep all ask here.
"""

from pomni.people.likeness.features import Features, features_of
from pomni.people.likeness.keys import candidates, keys_of, named_so
from pomni.people.likeness.names import names_agree, organisations_agree
from pomni.people.likeness.scoring import A_FEW, LIKELY, SLIP_OF_DAY, Born, Likeness, likeness, slips_between

__all__ = [
    "A_FEW",
    "LIKELY",
    "SLIP_OF_DAY",
    "Born",
    "Features",
    "Likeness",
    "candidates",
    "features_of",
    "keys_of",
    "likeness",
    "named_so",
    "names_agree",
    "organisations_agree",
    "slips_between",
]
