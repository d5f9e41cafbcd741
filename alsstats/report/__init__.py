"""All that a cohort says, asked at once: one page that opens anywhere, and one file of numbers."""

from alsstats.report.answers import Report, build_report

__all__ = ["Report", "build_report"]
