"""The form of one cell of the grid, for those who type it without a script."""

from wtforms import HiddenField

from roster.forms.fields import WordsField
from roster.forms.why import WhyForm
from roster.queries.cell_codes import LONGEST_CODE
from roster.queries.cell_values import Cell


class CellForm(WhyForm):
    """A code; token keeps what stood in the cell when the page showed it."""

    code = WordsField("Code", longest=LONGEST_CODE)
    token = HiddenField()

    def fill(self, cell: Cell) -> None:
        """Start from the cell as it is; what was typed since is kept."""
        if not self.has_typed:
            self.code.data, self.token.data = cell.code, cell.token

    @property
    def what(self) -> str:
        """Which change it is."""
        return (self.code.data or "").upper()
