"""Which service, good, colleague or location a cell means, and how one is written so that it is found again."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog.imports.deciding import Aside
from pomni.kit.spelling import fold

WITHIN = re.compile(r"(.+) \((.+)\)")  # "Dyeing (Brows)"


class Pointing:
    """Finds one of these services or goods by its code, or by its name and category."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.by_code, self.by_name = defaultdict[str, list[Any]](list), defaultdict[str, list[Any]](list)
        for one in records:
            self.by_name[one.name.casefold()].append(one)
            if code := getattr(one, "sku", "") or getattr(one, "code", ""):
                self.by_code[code].append(one)

    def found(self, name: str = "", code: str = "", category: str = "") -> list[Any]:
        """Those that are meant: one, none, or several. Raises Aside where the name is another one's than the code."""
        called = self._called(name, category) if name else []
        coded = self.by_code.get(code, []) if code else []
        if len(coded) != 1:
            return [one for one in called if one in coded] or called or coded
        if called and coded[0] not in called:
            names = " · ".join(one.name for one in (*coded, *called))
            raise Aside(_("Its codes are those of several: %(names)s.") % {"names": names[:200]})
        return coded

    def one(self, name: str = "", code: str = "", category: str = "") -> Any:
        """The one that is meant. Raises Aside where there is none, or more than one."""
        return only(self.found(name, code, category), name or code)

    def named(self, text: str) -> Any:
        """The one that is written like this: a name, "Name (Category)" or a code. Raises Aside."""
        parts = WITHIN.fullmatch(text)
        found = self._called(text) or (self._called(*parts.groups()) if parts else [])
        return only(found or self.by_code.get(text, []), text)

    def written(self, one: Any) -> str:
        """The name, with the category behind it where the name alone is that of others, too."""
        same = [other for other in self.by_name[one.name.casefold()] if other.pk != one.pk]
        return f"{one.name} ({one.category.name})" if same and one.category else str(one.name)

    def _called(self, name: str, category: str = "") -> list[Any]:
        found = self.by_name.get(name.casefold(), [])
        if category:
            found = [one for one in found if one.category and fold(one.category.name) == fold(category)]
        if len(found) > 1:
            found = [one for one in found if one.name == name] or found
        alone = [one for one in found if not one.category]
        return alone if len(found) > 1 and len(alone) == 1 else found


class Colleagues:
    """Finds colleagues by login or name; `users` are those whom the reader reaches."""

    def __init__(self, users: Iterable[Any]) -> None:
        self.by_login, self.by_name = dict[str, Any](), defaultdict[str, list[Any]](list)
        for user in users:
            self.by_login[user.username.casefold()] = user
            self.by_name[fold(user.name)].append(user)

    def one(self, text: str, had: Iterable[int] = ()) -> Any:
        """The colleague who is meant: whoever has access, or stands there (`had`) already. Raises Aside."""
        stands = set(had)
        found = [one] if (one := self.by_login.get(text.casefold())) else self.by_name.get(fold(text), [])
        told = {"told": text[:60]}
        if not found:
            raise Aside(
                _("“%(told)s” is no colleague here. Write the login or the name of one who is.") % told
            )
        known = [one for one in found if one.is_active or one.pk in stands]
        if not known:
            raise Aside(_("%(name)s has no access any more. Choose somebody who has.") % {"name": text[:60]})
        if len(known) > 1:
            logins = ", ".join(one.username for one in known)
            sentence = _("Several colleagues are called %(told)s. Write the login of one: %(logins)s.")
            raise Aside(sentence % (told | {"logins": logins[:150]}))
        return known[0]

    def written(self, user: Any) -> str:
        """The name, or the login where the name is that of others, too, or another one's login."""
        is_clear = len(self.by_name[fold(user.name)]) == 1
        return str(user.name if is_clear and user.name.casefold() not in self.by_login else user.username)


def only(found: list[Any], told: str) -> Any:
    """The one that was found. Raises Aside where there is none, or more than one."""
    if not found:
        sentence = _("“%(told)s” is not in the catalogue. Write it as it stands there, or bring it in first.")
        raise Aside(sentence % {"told": told[:60]})
    if len(found) > 1:
        raise Aside(_("There are several of this name. Tell the category, too."))
    return found[0]
