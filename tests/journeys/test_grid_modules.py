"""The pure parts of the grid's script, in the browser that runs them: tables, blocks, undo, what waits."""

import pytest

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def run(browser_page):
    """Run some lines with a module of the grid as m, and give what they return."""
    browser_page.goto("/sign-in")

    def run_lines(module: str, lines: str):
        return browser_page.evaluate(
            f"async () => {{ const m = await import('/static/js/grid/{module}.js'); {lines} }}"
        )

    return run_lines


def test_tables_are_read_as_spreadsheets_write_them(run):
    found = run(
        "tsv",
        r"""return [
          "E\tL\r\nM\tN\r\n", "E", "E\t\tL", "\"a\tb\"\t\"say \"\"so\"\"\"", "E\nL", "\r\nE", "\"E\"x\tL",
        ].map(m.read);""",
    )
    assert found == [
        [["E", "L"], ["M", "N"]],
        [["E"]],
        [["E", "", "L"]],
        [["a\tb", 'say "so"']],
        [["E"], ["L"]],
        [[""], ["E"]],
        [["E", "L"]],
    ]


def test_what_is_written_is_read_again(run):
    table = [["E", "", "E+CT1700-1800"], ['"', "a\tb", "two\r\nlines"]]
    assert run("tsv", f"return m.read(m.written({table!r}));") == table


def test_what_people_write_for_rest_and_nothing_is_understood(run):
    found = run("tsv", "return ['e', ' ll ', '·', 'rest day', '-', 'FD'].map(m.codeFrom);")
    assert found == ["E", "LL", "RD", "RD", "", "FD"]


def test_a_smaller_block_repeats_over_a_larger_selection_of_whole_parts(run):
    found = run(
        "block",
        """const size = {rows: 4, columns: 5};
        const said = (put) => `${put.row}${put.column}${put.code}`;
        const put = (block, codes) => m.pasted(codes, block, size).map(said).join(' ');
        const at = (top, left, bottom, right) => ({top, left, bottom, right});
        return [
          put(at(0, 0, 1, 3), [['E', 'L']]),
          put(at(0, 0, 0, 2), [['E', 'L']]),
          put(at(3, 4, 3, 4), [['E', 'L'], ['M', 'N']]),
          put(at(0, 0, 0, 0), [['E'], ['M', 'N']]),
        ];""",
    )
    assert found == [
        "00E 01L 02E 03L 10E 11L 12E 13L",
        "00E 01L",  # three is no whole part of two: once
        "34E",  # over the edge: left out
        "00E 10M 11N",  # a ragged table leaves alone what it does not name
    ]


def test_filling_takes_from_the_first_and_from_a_single_cells_neighbour(run):
    found = run(
        "block",
        """const codes = [['E', 'L', ''], ['M', '', '']];
        const at = (row, column) => codes[row][column];
        const said = (puts) => puts.map((p) => `${p.row}${p.column}${p.code}`).join(' ');
        return [
          said(m.filledRight({top: 0, left: 0, bottom: 1, right: 2}, at)),
          said(m.filledRight({top: 0, left: 2, bottom: 0, right: 2}, at)),
          said(m.filledDown({top: 0, left: 0, bottom: 1, right: 1}, at)),
          said(m.filledDown({top: 0, left: 0, bottom: 0, right: 0}, at)),
        ];""",
    )
    assert found == ["01E 02E 11M 12M", "02L", "10E 11L", ""]


def test_steps_are_undone_and_done_again_until_something_new_is_done(run):
    found = run(
        "undo",
        """const steps = new m.Steps();
        steps.note([{key: 'a', before: '', after: 'E'}]);
        steps.note([{key: 'a', before: 'E', after: 'L'}, {key: 'b', before: '', after: 'L'}]);
        const back = steps.undo(), again = steps.redo();
        steps.undo();
        steps.note([{key: 'c', before: '', after: 'N'}]);
        const none = steps.redo();
        steps.takeBack('c');
        return [back, again, none, steps.undo(), steps.undo()];""",
    )
    assert found == [
        [{"key": "a", "code": "E", "from": "L"}, {"key": "b", "code": "", "from": "L"}],
        [{"key": "a", "code": "L", "from": "E"}, {"key": "b", "code": "L", "from": ""}],
        None,
        [{"key": "a", "code": "", "from": "E"}],
        None,
    ]


def test_a_change_that_was_not_to_be_takes_no_other_step_with_it(run):
    found = run(
        "undo",
        """const made = () => {
          const steps = new m.Steps();
          for (const [before, after] of [['', 'E'], ['E', 'L']]) steps.note([{key: 'a', before, after}]);
          return steps;
        };
        const said = (steps) => ['done', 'undone'].map(
          (name) => steps.kept[name].flat().map((one) => one.before + '>' + one.after).join(' '));
        const anew = made(), undone = made(), again = made();
        anew.takeBack('a');
        undone.undo(); undone.takeBack('a');
        again.undo(); again.redo(); again.takeBack('a');
        return [said(anew), said(undone), said(again)];""",
    )
    assert found == [[">E", ""], [">E E>L", ""], [">E", "E>L"]]


def test_steps_out_of_sight_stay_until_their_page_is_shown_again(run):
    found = run(
        "undo",
        """const steps = new m.Steps({done: [[{key: 'a', before: '', after: 'E'}]]});
        steps.note([{key: 'a', before: 'E', after: 'L'}, {key: 'b', before: '', after: 'L'}]);
        steps.note([{key: 'b', before: 'L', after: 'N'}]);
        const keys = (puts) => puts?.map((put) => put.key + put.code) ?? null;
        const inA = (key) => key === 'a';
        const first = [keys(steps.undo(inA)), steps.passed];
        return [first, keys(steps.undo(inA)), keys(steps.undo(inA)), keys(steps.undo()), steps.passed];""",
    )
    assert found == [[["aE"], 2], ["a"], None, ["bL"], 0]


def test_steps_learn_what_the_server_calls_a_code(run):
    found = run(
        "undo",
        """const steps = new m.Steps();
        steps.note([{key: 'a', before: '', after: '0800-1600'}]);
        steps.note([{key: 'a', before: '0800-1600', after: 'E'}]);
        steps.learn('a', '0800-1600', 'W0800-1600');
        return [steps.undo(), steps.undo()].flat().map((put) => `${put.from}>${put.code}`);""",
    )
    assert found == ["E>W0800-1600", "W0800-1600>"]


def test_an_absence_is_kept_apart_from_the_duty_beneath_it(run):
    found = run(
        "fills",
        """const parts = ['L+SICK', 'SICK', 'E+CT1700-1800', ''].map(m.parted);
        return [m.wholeOf('SICK', 'L'), m.wholeOf('SICK', ''), m.wholeOf('E', 'L'),
          ...parts.map((one) => `${one.under}/${one.code}`)];""",
    )
    assert found == ["L+SICK", "SICK", "E", "L/SICK", "/SICK", "/E+CT1700-1800", "/"]


def test_what_waits_keeps_the_newest_code_and_the_token_it_was_typed_over(run):
    found = run(
        "queue",
        """const queue = new m.Queue();
        const said = () => queue.kept.map((one) => `${one.key} ${one.code} ${one.token}`);
        queue.add('a', 'E', 't1'); queue.add('a', 'L', 't9'); queue.add('b', 'E', '');
        const first = queue.take(9).length, inFlight = said();
        queue.add('a', 'N', 't1');            // typed while the first is on its way
        const held = queue.take(9).length;    // waits for the answer
        queue.giveBack();                     // which never came: the newer code, over what the older one saw
        const back = said();
        queue.take(9);
        queue.add('b', 'M', 'x');
        queue.settle('a', 't2'); queue.settle('b', 't3');
        return {first, inFlight, held, back, left: said(), size: queue.size};""",
    )
    assert found == {
        "first": 2,
        "inFlight": ["a L t1", "b E "],
        "held": 0,
        "back": ["a N t1", "b E "],
        "left": ["b M t3"],
        "size": 1,
    }


def test_attempts_grow_rarer_up_to_half_a_minute(run):
    assert run("queue", "return [1, 2, 3, 4, 5, 6, 60].map(m.waitAfter);") == [
        *(1000, 2000, 4000, 8000, 16000),
        *(30000, 30000),
    ]


def test_ctrl_and_an_arrow_lead_to_the_end_of_what_is_filled_or_to_where_it_begins(run):
    found = run(
        "jumps",
        """const rows = ['110', '111', '1001', '0011', '000', '1'];
        return rows.map((row) => m.jumped([...row].map((one) => one === '1')));""",
    )
    assert found == [1, 2, 3, 2, 2, 0]


def test_saved_is_never_said_while_something_is_not(run):
    found = run(
        "standing",
        """const none = {waiting: 0, isDown: false, saved: 4, refused: 0, asks: 0, time: '14:02'};
        const said = (more) => m.standing({...none, ...more}).words;
        return [{}, {refused: 5}, {asks: 2}, {asks: 2, saved: 0}, {waiting: 3}, {isDown: true},
          {waiting: 1, problem: 'no connection', isDown: true}, {time: '', saved: 0}].map(said);""",
    )
    assert found == [
        *("Saved 14:02", "4 saved, 5 refused", "4 saved", "Not saved yet", "Saving 3"),
        "No connection: what you type is kept",
        *("Not saved: no connection, 1 change kept", ""),
    ]
