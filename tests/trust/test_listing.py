"""Lists: sorted and paged as the address asks, taken away as a file that holds what was narrowed."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_tables2 as tables
import pytest
from django.template import Context
from django.template.loader import get_template

from trust.listing import ROWS_A_PAGE, DayColumn, Listing, MoneyColumn, listed, pounds
from trust.tables import read_table


@dataclass(frozen=True)
class Course:
    title: str
    on: date | None
    cost: Decimal


class Courses(Listing):
    title = tables.Column(verbose_name="Course")
    on = DayColumn(verbose_name="Date")
    cost = MoneyColumn(verbose_name="Cost")

    class Meta(Listing.Meta):
        pass


ROWS = [
    Course("Safer recruitment", date(2026, 11, 9), Decimal("640.00")),
    Course("Cyber security", None, Decimal("12.50")),
    Course("=HYPERLINK(1)", date(2026, 10, 2), Decimal(0)),
]


def shown(rf, address, rows=ROWS):
    request = rf.get(address)
    table = Courses(rows)
    assert listed(request, table, title="Courses") is None
    context = Context({"table": table})
    context.request = request  # as a page's context has it, without the portal's own additions
    return get_template("_components/listing.html").template.render(context)


def taken(rf, address, rows=ROWS):
    return listed(rf.get(address), Courses(rows), title="Courses of the year")


@pytest.mark.parametrize(
    ("amount", "printed"), [("640", "£640"), ("1250.00", "£1,250"), ("12.5", "£12.50"), ("0", "£0")]
)
def test_pounds_have_pence_only_where_there_are_any(amount, printed):
    assert pounds(Decimal(amount)) == printed


def test_days_money_and_what_is_missing_are_printed(rf):
    page = shown(rf, "/")

    assert "9 Nov 2026" in page
    assert "£12.50" in page
    assert ">–</td>" in page
    assert "3 rows" in page


def test_a_heading_sorts_and_says_so(rf):
    page = shown(rf, "/?sort=title&state=open")

    assert page.index("Cyber security") < page.index("Safer recruitment")
    assert 'aria-sort="ascending"' in page
    assert "sort=-title" in page
    assert "state=open" in page


def test_what_cannot_be_sorted_by_is_passed_over(rf):
    page = shown(rf, "/?sort=__class__")

    assert page.index("Safer recruitment") < page.index("Cyber security")


def test_many_rows_come_in_pages(rf):
    rows = [Course(f"Course {number:03}", None, Decimal(number)) for number in range(ROWS_A_PAGE + 1)]

    first, last = shown(rf, "/", rows), shown(rf, "/?page=2", rows)

    assert "Course 099" in first
    assert "Course 100" not in first
    assert "Course 100" in last
    assert "Page 2 of 2" in last


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1"])
def test_a_page_that_is_not_there_is_the_nearest_one(rf, asked):
    assert "Safer recruitment" in shown(rf, f"/?page={asked}")


def test_a_csv_file_holds_values_and_no_formulas(rf):
    file = taken(rf, "/?as=csv&sort=cost")

    found = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert found[0] == ["Course", "Date", "Cost"]
    assert found[1] == ["'=HYPERLINK(1)", "2026-10-02", "0"]
    assert found[3] == ["Safer recruitment", "2026-11-09", "640"]
    assert file["Content-Disposition"] == 'attachment; filename="courses-of-the-year.csv"'


def test_a_workbook_holds_the_same(rf):
    file = taken(rf, "/?as=xlsx")

    (sheet,) = read_table("courses.xlsx", file.content)
    assert sheet.rows[:2] == [["Course", "Date", "Cost"], ["Safer recruitment", "2026-11-09", "640"]]
    assert len(sheet.rows) == 4


def test_a_file_of_another_kind_is_the_page(rf):
    assert listed(rf.get("/?as=pdf"), Courses(ROWS), title="Courses") is None
