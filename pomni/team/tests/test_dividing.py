"""Whatever is chosen, an open thing goes to one successor or stays, and nothing that is not open goes anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from pomni.kit.giving import OpenThing, PartOfClients
from pomni.team.dividing import ALL, EVENLY, Wanted, divide

KEYS = st.integers(1, 12)
THINGS = st.dictionaries(
    st.sampled_from(["clients", "tasks", "meetings"]),
    st.dictionaries(KEYS, st.one_of(st.none(), KEYS), max_size=12),
)
HEIRS = st.integers(0, 4)
PARTS = st.lists(st.lists(KEYS, max_size=6).map(frozenset), max_size=4)


@given(
    THINGS,
    st.sampled_from([ALL, EVENLY, "tag"]),
    st.dictionaries(st.sampled_from(["clients", "teams"]), HEIRS),
    st.lists(st.integers(1, 4), max_size=3, unique=True),
    PARTS,
    st.one_of(st.none(), HEIRS),
    st.dictionaries(st.tuples(st.sampled_from(["clients", "tasks"]), KEYS), HEIRS, max_size=3),
)
def test_each_open_thing_has_one_successor(drawn, rule, heirs, team, parts, rest, single):
    things = {
        kind: [OpenThing(pk, client, "") for pk, client in some.items()] for kind, some in drawn.items()
    }
    named = [PartOfClients(str(n), "", clients) for n, clients in enumerate(parts)]
    wanted = Wanted(rule, heirs, tuple(team), {one.key: 1 for one in named}, rest, single)
    shares = divide(things, wanted, named)
    given_out = [(share.kind, pk) for share in shares for pk in share.things]
    assert len(given_out) == len(set(given_out))
    assert set(given_out) <= {(kind, one.pk) for kind, some in things.items() for one in some}
    if rule == EVENLY and team:
        left = {(kind, one.pk) for kind, some in things.items() for one in some} - set(given_out)
        assert left == set()
    for (kind, pk), heir in single.items():
        if pk in drawn.get(kind, {}):
            assert [s.heir for s in shares if s.kind == kind and pk in s.things] == [heir]


def test_nobody_gets_much_more_than_another():
    things = {"clients": [OpenThing(pk, pk, "") for pk in range(100)]}
    shares = divide(things, Wanted(EVENLY, team=(1, 2, 3)))
    assert sorted(len(share.things) for share in shares) == [33, 33, 34]
