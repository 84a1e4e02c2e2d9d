"""Events that Kafka has while `pending` still holds them: what this process knows of them."""

from collections.abc import Iterable, Mapping


class Acknowledged:
    """Ids of acknowledged events, by document; the next save or a drain takes them out."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._ids)

    def add(self, document_id: str, ids: Iterable[str]) -> None:
        """Kafka has these."""
        self._ids.setdefault(document_id, set()).update(ids)

    def of(self, document_id: str) -> frozenset[str]:
        """Those of a document."""
        return frozenset(self._ids.get(document_id, ()))

    def all(self) -> Mapping[str, frozenset[str]]:
        """Those of all documents, as they are now."""
        return {document_id: frozenset(ids) for document_id, ids in self._ids.items()}

    def forget(self, document_id: str, ids: Iterable[str]) -> None:
        """These have left the document."""
        left = self._ids.pop(document_id, set()).difference(ids)
        if left:
            self._ids[document_id] = left
