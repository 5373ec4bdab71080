"""Small files in the shapes of other programs' exports, invented here, for the tests."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shape:
    """A file, the program that it is from, and what becomes of it.

    ``answers`` are those that a person must give beside what the page offers. ``entries``: wall
    time, anxiety, mood of each entry, oldest first. ``said`` stands in the preview.
    """

    content: bytes
    program: str | None
    entries: list[tuple[str, int | None, int | None]]
    asks: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    said: str = ""
    note: str = ""


def lines(*each: str, encoding: str = "utf-8") -> bytes:
    return ("\r\n".join(each) + "\r\n").encode(encoding)


SHAPES = {
    "daylio": Shape(
        lines(
            "full_date,date,weekday,time,mood,activities,note_title,note",
            '2026-03-04,4 March,Wednesday,21:10,good,"read | tea","","Slow day"',
            '2026-03-03,3 March,Tuesday,08:05,awful,"","Night",""',
        ),
        "Daylio",
        [("2026-03-03 08:05", None, 0), ("2026-03-04 21:10", None, 8)],
        asks=True,
        said="Daylio",
        note="Slow day\nActivities: read | tea",
    ),
    "daylio, 12-hour clock and own words": Shape(
        lines(
            "full_date,date,weekday,time,mood,activities,scales,note_title,note",
            '2026-03-04,March 4,Wednesday,9:10 PM,Super,"",,"",""',
        ),
        "Daylio",
        [("2026-03-04 21:10", None, 9)],
        asks=True,
        answers={"ask-mood-name-0": "9"},
    ),
    "daylio, before 2019": Shape(
        lines(
            "year,date,weekday,time,mood,activities,note",
            '2018,18 May,Friday,11:54 pm,rad,"cook | read","Out"',
        ),
        "Daylio",
        [("2018-05-18 23:54", None, 10)],
        asks=True,
        note="Out\nActivities: cook | read",
    ),
    "bearable": Shape(
        lines(
            "date,weekday,time of day,category,rating/amount,detail,notes",
            '"3rd Mar 2026","Tuesday","am","Mood","6","","Fine"',
            '"3rd Mar 2026","Tuesday","am","Symptom","2","Nausea (Moderate)",""',
            '"3rd Mar 2026","Tuesday","am","Symptom","2","Neck pain (Mild)",""',
            '"3rd Mar 2026","Tuesday","","Sleep quality","3","",""',
            '"4th Mar 2026","Wednesday","9:30 PM","Mood","8","",""',
        ),
        "Bearable",
        [("2026-03-03 09:00", None, 6), ("2026-03-04 21:30", None, 8)],
        said="Sleep quality",
        note="Fine\nSymptom: Neck pain (Mild)",
    ),
    "emoods": Shape(
        lines(
            "DATE (YYYY-MM-DD),SLEEP,DEPRESSED,ELEVATED,IRRITABILITY,ANXIETY,WEIGHT,NOTES",
            "2026-03-03,7.1,3,0,1,0,64.0,Still",
            "2026-03-04,5,0,0,2,3,64.2,",
        ),
        "eMoods",
        [("2026-03-03 12:00", 0, 0), ("2026-03-04 12:00", 10, 10)],
        asks=True,
        said="turned round",
        note="Still",
    ),
    "how we feel": Shape(
        lines(
            "Date,Mood,Mood Key,Tags (People),Tags (Places),Tags (Events),Notes,Reflections",
            '2026 Tue Mar 3 11:36 PM,down,down,By Myself,Home,Resting,"A note",[]',
            "2026 Wed Mar 4 08:15 AM,calm,calm,,,,,[]",
        ),
        "How We Feel",
        [("2026-03-03 23:36", None, 2), ("2026-03-04 08:15", None, 8)],
        asks=True,
        answers={"ask-mood-name-0": "8", "ask-mood-name-1": "2"},
        note="A note\nPeople: By Myself\nPlaces: Home\nEvents: Resting",
    ),
    "imoodjournal": Shape(
        lines(
            "Date,Day of Week,Hour,Minute,Level,Label,Comment,#walk",
            '"March 3, 2026",Tuesday,8,5,1,Awful,"Low",0',
            '"March 4, 2026",Wednesday,21,10,10,Great,"",1',
            encoding="utf-8-sig",
        ),
        "iMoodJournal",
        [("2026-03-03 08:05", None, 0), ("2026-03-04 21:10", None, 10)],
        said="a scale of 1 to 10",
        note="Low",
    ),
    "track and graph": Shape(
        lines(
            "FeatureName,Timestamp,Value,Note",
            "Mood,2026-03-03T08:05:40.432+01:00,6.0,Fine",
            "Anxiety,2026-03-03T08:05:40.432+01:00,3.0:Some,",
            "Steps,2026-03-03T08:05:40.432+01:00,4000,",
            "Steps,2026-03-03T09:05:40.432+01:00,5000,",
        ),
        "Track & Graph",
        [("2026-03-03 08:05", 3, 6)],
        said="Steps",
        note="Fine",
    ),
    "loop": Shape(
        lines("Date,Mood,Anxiety,", "2026-03-04,UNKNOWN,UNKNOWN,", "2026-03-03,6000,NO,"),
        "Loop Habit Tracker",
        [("2026-03-03 12:00", 0, 6)],
    ),
    "home assistant": Shape(
        lines(
            "entity_id,state,last_changed",
            "input_number.mood,6.0,2026-03-03T07:05:00.000Z",
            "input_number.mood,unavailable,2026-03-03T08:05:00.000Z",
            "input_number.anxiety,4.0,2026-03-03T09:05:00.000Z",
            "sensor.outside,3.5,2026-03-03T09:06:00.000Z",
        ),
        "Home Assistant",
        [("2026-03-03 08:05", None, 6), ("2026-03-03 10:05", 4, None)],
        said="outside",
    ),
    "apple health": Shape(
        lines(
            "Start,End,Kind,Labels,Associations,Valence,Valence Classification",
            "2026-03-03 08:05:06 +0100,2026-03-03 08:05:06 +0100,Momentary Emotion,"
            "Anxious | Sad,Health,-0.7235772667861566,Very Unpleasant,",
            "2026-03-04 21:10:00 +0100,2026-03-04 21:10:00 +0100,Daily Mood,,,1,Very Pleasant,",
        ),
        "Apple Health",
        [("2026-03-03 08:05", None, 1), ("2026-03-04 21:10", None, 10)],
        said="a scale of −1 to 1",
        note="Felt: Anxious | Sad\nAbout: Health",
    ),
    "excel in german": Shape(
        lines(
            "Datum;Uhrzeit;Stimmung;Angst;Notiz",
            "03.03.2026;08:05;6,0;4;müde",
            "04.03.2026;21:10;3;7;",
            encoding="cp1252",
        ),
        None,
        [("2026-03-03 08:05", 4, 6), ("2026-03-04 21:10", 7, 3)],
        note="müde",
    ),
    "excel in english": Shape(
        lines("Date,Time,Mood,Anxiety,Notes", "3/14/2026,8:05 AM,6,4,Tired"),
        None,
        [("2026-03-14 08:05", 4, 6)],
        said="month first",
        note="Tired",
    ),
    "excel, unicode text": Shape(
        lines("Date\tTime\tMood\tAnxiety", "14/03/2026\t08:05\t6\t4", encoding="utf-16"),
        None,
        [("2026-03-14 08:05", 4, 6)],
        said="day first",
    ),
    "dates that do not tell": Shape(
        lines("Date,Mood,Anxiety", "04/03/2026 08:05,6,4", "05/03/2026 08:05,7,4"),
        None,
        [("2026-03-04 08:05", 4, 6), ("2026-03-05 08:05", 4, 7)],
        asks=True,
        answers={"ask-order": "day"},
    ),
    "local times": Shape(
        lines("id,recorded_at,mood,anxiety,note", "1,2026-03-03 08:05:00,6,4,"),
        None,
        [("2026-03-03 08:05", 4, 6)],
        said="read as the time in Europe/Berlin",
    ),
}
