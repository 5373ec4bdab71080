"""The sparkline: where its points lie, and that silence stays open."""

from datetime import date, timedelta

from diary.clinic.figures import HEIGHT, MARGIN, WIDTH, DayScore, sparkline

TODAY = date(2026, 11, 23)


def score(days_ago: int, anxiety: float = 5, mood: float = 5) -> DayScore:
    return DayScore(TODAY - timedelta(days=days_ago), anxiety, mood)


def test_no_entry_in_thirty_days_gives_no_picture() -> None:
    assert sparkline([], TODAY) is None
    assert sparkline([score(30)], TODAY) is None


def test_one_entry_is_a_point_and_not_a_line() -> None:
    found = sparkline([score(0, 7)], TODAY)
    assert found is not None
    assert found.anxiety.lines == ()
    assert found.anxiety.lonely == ((WIDTH - MARGIN, MARGIN + 0.3 * (HEIGHT - 2 * MARGIN)),)


def test_ten_is_at_the_top_and_none_at_the_bottom() -> None:
    found = sparkline([score(29, 10, 0)], TODAY)
    assert found is not None
    assert found.anxiety.last == (MARGIN, MARGIN)
    assert found.mood.last == (MARGIN, HEIGHT - MARGIN)


def test_more_than_two_days_of_silence_stay_open() -> None:
    found = sparkline([score(9), score(8), score(6), score(3), score(2)], TODAY)
    assert found is not None
    assert [len(line.split()) for line in found.anxiety.lines] == [3, 2]


def test_leaving_an_entry_out_moves_no_other() -> None:
    """Missing days must never look like a change."""
    days = [score(day, day % 7) for day in range(20)]
    whole, less = sparkline(days, TODAY), sparkline(days[:5] + days[6:], TODAY)
    assert whole is not None
    assert less is not None
    points = set(" ".join(whole.anxiety.lines).split())
    assert set(" ".join(less.anxiety.lines).split()) <= points


def test_it_says_the_same_in_words() -> None:
    found = sparkline([score(1, 6.5, 3), score(0, 4, 5)], TODAY, [TODAY, TODAY])
    assert found is not None
    assert found.words == (
        "Last 30 days, 2 with an entry, 1 session. Anxiety from 4 to 6.5, mood from 3 to 5."
    )
    assert len(found.sessions) == 1
