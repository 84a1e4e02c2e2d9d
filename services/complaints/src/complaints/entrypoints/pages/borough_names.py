"""How boroughs and their departments are called, by the newest grid that was heard."""

import time
from collections.abc import Collection, Iterable

from chassis.store import Scope, Store
from ui.language import said

from complaints.domain.names import GridNames
from complaints.domain.rules import DatedRules

MOST = 10_000
AFTER_SECONDS = 5.0


class BoroughNames:
    """Names in one language; what no grid names is called by its code."""

    def __init__(self, rules: Iterable[DatedRules], language: str) -> None:
        self._language = language
        self._newest: dict[str, GridNames] = {}
        for one in sorted(rules, key=lambda one: one.version):
            self._newest[one.borough] = one.names

    def boroughs(self) -> dict[str, str]:
        """Boroughs and towns by slug."""
        return {slug: self.borough(slug) for slug in self._newest}

    def of(self, slugs: Collection[str]) -> list[tuple[str, str]]:
        """Those of these boroughs that have a grid: slug and name, by name."""
        known = ((slug, self.borough(slug)) for slug in self._newest if slug in slugs)
        return sorted(known, key=lambda one: one[1])

    def borough(self, slug: str) -> str:
        """The name of a borough or town."""
        held = self._newest.get(slug)
        return slug if held is None else self._said(held.fr, held.en) or slug

    def department(self, borough: str, code: str) -> str:
        """The name of a service municipal."""
        return dict(self.departments(borough)).get(code, code)

    def departments(self, borough: str) -> list[tuple[str, str]]:
        """The departments of a borough, code and name, by name."""
        held = self._newest.get(borough) or GridNames()
        named = ((one.code, self._said(one.fr, one.en) or one.code) for one in held.departments)
        return sorted(named, key=lambda one: one[1])

    def _said(self, french: str, english: str) -> str:
        return said((french, english or french), self._language)


class KnownNames:
    """The names as they were read lately: an `api` process has no loop of its own."""

    def __init__(self, rules: Store[DatedRules]) -> None:
        self._rules = rules
        self._found: tuple[DatedRules, ...] = ()
        self._read_at = -AFTER_SECONDS

    async def refresh(self) -> None:
        """Read anew what was not read lately. Raises Transient."""
        if time.monotonic() - self._read_at < AFTER_SECONDS and self._found:
            return
        found = await self._rules.find(Scope.everything(), {}, limit=MOST)
        self._found = tuple(one.state for one in found if one.state is not None)
        self._read_at = time.monotonic()

    def spoken(self, language: str) -> BoroughNames:
        """As they are called in a language."""
        return BoroughNames(self._found, language)
