"""Words that are safe to show: what we will not do, and why."""


class Refusal(Exception):
    """A change that the roster will not make; its text is shown as it stands."""


class Unreadable(Exception):
    """An address asks for what cannot be read; back: where the same can be asked anew (400)."""

    def __init__(self, sentence: str, back: str, back_words: str) -> None:
        super().__init__(sentence)
        self.back = back
        self.back_words = back_words


class NotAllowed(Exception):
    """The person may not do or see this here; shown as a page that is not found."""


class NotFound(Exception):
    """Nothing stands at that address; shown as a page that is not found."""


class Busy(Exception):
    """The database did not let a writer in within its wait; nothing was saved."""


class Changed(Exception):
    """Somebody else changed the same thing first; both values are shown (409)."""

    def __init__(self, yours: str, theirs: str) -> None:
        super().__init__(f"You entered {yours}; meanwhile it was changed to {theirs}")
        self.yours = yours
        self.theirs = theirs
