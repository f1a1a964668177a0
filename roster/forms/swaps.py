"""The forms of swaps: whom to offer a duty to, and what to give for one."""

from roster.forms.fields import ChoiceField, Form, RadioField, WordsField


class OfferForm(Form):
    """To everybody who can work it, or to one of them."""

    asked_of = RadioField("Offer it to")
    note = WordsField("A word to them", longest=200)


class TakeForm(Form):
    """One of the taker's own duties, or nothing."""

    in_return = ChoiceField("For it I give")
