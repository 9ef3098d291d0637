"""Who hears of a deed, which tells whose it is: what the client is called for, what a colleague is only told."""

from pomni.agenda.capture.clauses import Clause


def is_told_to_client(clause: Clause) -> bool:
    """ "Отзвонится клиенту": whoever calls the client is ours."""
    if any(clause.tokens[n].said in clause.lists["informs"] for n in _before_clients(clause)):
        return not clause.says("they", "said", "to_us")
    heard = (clause.tokens[at].said for at in clause.tells.get("to_them", ()))
    return any(word in clause.lists["the_client"] for word in heard) and not clause.says(
        "they", "said", "to_us"
    )


def _before_clients(clause: Clause) -> list[int]:
    """Where the words stand that the client, called so and done something to, follows."""
    whom = clause.lists["the_client_whom"]
    return [at for at, after in enumerate(clause.tokens[1:]) if after.said in whom]


def is_only_told(clause: Clause, deed: int) -> bool:
    """ "@ann she'll pay on Friday": a colleague is told what the client will do."""
    at = clause.mentions[0].at
    if any(at < they <= deed for they in clause.tells.get("they", ())):
        return True
    return at < clause.first("they_will") <= deed and clause.tokens[clause.first("they_will")].said != "will"
