"""Dates and times of SPSS, Stata and SAS: numbers, whose format says what they count."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from alsstats.cohort.cell_texts import cell_text, duration_text, number_text

GREGORY, SIXTIES = datetime(1582, 10, 14), datetime(1960, 1, 1)  # noqa: DTZ001  # of no zone
DAY, SECOND, MILLISECOND = 86_400_000, 1000, 1  # in milliseconds
OF_STATA_DAY = set("YNDLlJj")  # what shows a day in Stata's format of a moment


class Calendar(NamedTuple):
    """What a number counts: units of some milliseconds since an origin, or of a time alone."""

    unit: int
    origin: datetime | None = None

    def text(self, value: float) -> str:
        """Return the date or the time that a number stands for; the number where there is none.

        >>> STATA_DAY.text(-1), SPSS_MOMENT.text(-9), TIME.text(108000)
        ('1959-12-31', '-9', '30:00:00')
        """
        try:
            held = timedelta(milliseconds=round(value * self.unit))
            if self.origin is None:
                return duration_text(held)
            before = self.origin == GREGORY and value < 0  # SPSS has no such date
            return number_text(value) if before else cell_text(self.origin + held)
        except OverflowError:
            return number_text(value)


TIME = Calendar(SECOND)
SPSS_MOMENT = Calendar(SECOND, GREGORY)
STATA_DAY, STATA_MOMENT = Calendar(DAY, SIXTIES), Calendar(MILLISECOND, SIXTIES)
SAS_DAY, SAS_MOMENT = Calendar(DAY, SIXTIES), Calendar(SECOND, SIXTIES)
OF_SPSS = {
    "DATE|ADATE|EDATE|SDATE|JDATE|MOYR|QYR|WKYR|DATETIME|YMDHMS": SPSS_MOMENT,
    "TIME|DTIME|MTIME": TIME,
}
OF_SAS = {
    "DATE|DAY|MONYY|YYMON|MONNAME|MONTH|YEAR|QTRR?|DOWNAME|WEEKDAY|WEEK[UVW]|JULIAN|JULDAY|NLDATE|"
    "(MMDDYY|DDMMYY|YYMMDD)[BCDNPS]?|(MMYY|YYMM|YYQ|YYQR)[CDNPSZ]?|(WEEK|WORD)DAT[EX]|EURDF[A-Z]+|"
    "[EB]8601DA|IS8601DA": SAS_DAY,
    "DATETIME|DATEAMPM|DTDATE|DTMONYY|DTWKDATX|DTYEAR|MDYAMPM|NLDATM|[EB]8601D[TNZ]": SAS_MOMENT,
    "TIME|TIMEAMPM|HHMM|HOUR|MMSS|NLTIME|[EB]8601T[MZ]": TIME,
}


def calendar_of(family: str, shown: str | None) -> Calendar | None:
    """Return what a column of some format counts, None where it is plain numbers.

    >>> calendar_of("SAS", "DATE9") == SAS_DAY, calendar_of("Stata", "%tcHH:MM:SS").unit
    (True, 1)
    >>> calendar_of("SPSS", "F8.2") is None
    True
    """
    if family == "Stata":
        return _of_stata(shown or "")
    name = re.sub(r"[0-9]*(\.[0-9]*)?$", "", (shown or "").upper())
    known = OF_SPSS if family == "SPSS" else OF_SAS
    return next((held for names, held in known.items() if re.fullmatch(names, name)), None)


def _of_stata(shown: str) -> Calendar | None:
    shown = shown.replace("%-", "%")
    if shown.startswith(("%td", "%d")):
        return STATA_DAY
    if not shown.startswith("%tc"):
        return None
    is_time = shown[3:] and not OF_STATA_DAY & set(shown[3:])
    return Calendar(MILLISECOND) if is_time else STATA_MOMENT
