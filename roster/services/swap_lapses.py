"""A swap that rests on a cell lapses in the change of that cell: whoever counted on it hears it at once."""

from collections.abc import Sequence

from roster.models.cell_change import CellChange
from roster.queries.swaps import resting_on
from roster.services.swaps import let_each_lapse


def let_swaps_lapse(changes: Sequence[CellChange]) -> None:
    """After these changes are kept; one statement where no officer of theirs has an open swap.

    The officers are locked by the change, and a swap is only ever taken or decided with both locked;
    of two changes, one for each of the two, the swap's own row lets one go first.
    """
    cells = {(one.officer_id, one.day) for one in changes if one.published}
    if cells:
        let_each_lapse(resting_on(cells), None)
