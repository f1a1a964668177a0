"""Makes the demo up and saves it, all of it in one transaction."""

from datetime import date
from random import Random

from sqlalchemy import select

from roster.demo import save
from roster.demo.absences import make_absences
from roster.demo.calendar import Window
from roster.demo.changes import save_changes
from roster.demo.diary import Diary
from roster.demo.flags import judge_all
from roster.demo.grants import grants_of
from roster.demo.patterns import save_patterns
from roster.demo.people import everybody
from roster.demo.promises import make_promises
from roster.demo.publications import save_publications
from roster.demo.repairs import make_good
from roster.demo.requests import save_requests
from roster.demo.sign_ins import add_accounts
from roster.demo.story import make_story, take_somebody_today
from roster.demo.takings import make_takings
from roster.extensions import db, transaction
from roster.models.officer import Officer
from roster.models.setting import DEMO, Setting
from roster.services.catalogue import ensure_catalogue


def make_diary(seed: int, today: date) -> Diary:
    """Everything that is made up: the same for the same seed and day."""

    def chance(what: str) -> Random:
        # A stream for each subject: one more draw in one leaves the others as they were.
        return Random(f"{seed}:{today}:{what}")  # noqa: S311  (nothing here is a secret)

    diary = Diary(Window(today), everybody(chance("people"), today))
    for person in diary.people:
        person.grants = grants_of(person, chance(f"grants:{person.name}"), today)
    diary.roster()
    make_absences(diary, chance("absences"))
    make_story(diary)
    make_promises(diary, chance("promises"))
    take_somebody_today(diary, chance("today"))
    make_takings(diary, chance("takings"))
    make_good(diary, chance("repairs"))
    return diary


@transaction()
def build_demo(seed: int, today: date, password: str) -> bool:
    """Fill an empty roster with the demo; False where officers are there already."""
    if db.session.scalar(select(Officer.id).limit(1)) is not None:
        return False
    ensure_catalogue()
    diary = make_diary(seed, today)
    keys = save.keys_of(diary)
    save.save_people(diary, keys)
    save.save_time(diary, keys)
    promises = save.save_promises(diary, keys)
    judge_all(diary, keys, promises)
    save_patterns(diary, keys)
    add_accounts(keys, password)
    save_publications(diary, keys)
    save_requests(diary, keys)
    save_changes(diary, keys)
    db.session.add(Setting(name=DEMO, value="1"))
    return True
