from datetime import UTC, date, datetime

from schemas import days


def test_half_past_two_at_night_in_beijing_is_the_new_day(monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz):
            return datetime(2026, 11, 23, 18, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(days, "datetime", Clock)
    assert days.today() == date(2026, 11, 24)
