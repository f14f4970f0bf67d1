"""The spreadsheet road: a return's own file and other systems' files, looked at first, all or nothing."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from kpis.actions import save_entry
from kpis.actions.uploads import ChangedMeanwhile, apply_upload, receive_upload
from kpis.exports import return_csv, return_workbook
from kpis.models import CrossCheck, Entry, Upload
from kpis.origins import read_origin
from kpis.queries.returns import sections_of
from kpis.queries.uploads import preview_of
from schools.models import Appointment
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event
from trust.tables import Unreadable

PAGE = "/returns/2026-27-1/oak/spreadsheet/"


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def kpis(attendance):
    finance = builders.make_area("Finance and value")
    return {
        "ATT": attendance,
        "PAY": builders.make_kpi(
            "PAY", kind="ratio", area=finance, title="Staffing costs",
            numerator_label="Staffing costs", denominator_label="Income", direction="down",
        ),
        "DBS": builders.make_kpi("DBS", kind="deadline", title="Checks done"),
        "SAFE": builders.make_kpi("SAFE", kind="assurance", title="Policy in place"),
        "OFS": builders.make_kpi(
            "OFS", kind="ordinal", title="Grade", scale=["Poor, weak", "Fair", "=Good"]
        ),
    }  # fmt: skip


@pytest.fixture
def returned(world, kpis):
    return builders.make_return(world.oak, world.term)


def filled(returned, changes, *, blank=False):
    """The return's own workbook with cells typed over: (code, field) → what a person types."""
    book = load_workbook(io.BytesIO(return_workbook(returned, sections_of(returned), is_blank=blank)))
    for sheet in book.worksheets:
        for row in range(2, sheet.max_row + 1):
            key = (sheet.cell(row, 1).value, sheet.cell(row, 7).value)
            if key in changes:
                sheet.cell(row, 4).value = changes[key]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(returned, by, content, name="return.xlsx"):
    upload = receive_upload(returned, by=by, name=name, content=content)
    return upload, preview_of(upload, returned, by)


def typed(returned, code):
    return Entry.objects.get(returned=returned, kpi__code=code).typed


def applied(returned, by, content, name="return.xlsx"):
    upload, preview = sent(returned, by, content, name)
    return apply_upload(upload, by=by, seen=preview.seen)


# The road there and back


def test_a_workbook_that_is_filled_in_comes_into_the_return(returned, head_of_oak):
    content = filled(
        returned, {("ATT", "value"): 95.2, ("PAY", "numerator"): 780, ("PAY", "denominator"): 1000}
    )
    upload = applied(returned, head_of_oak, content)
    assert (upload.changed, typed(returned, "ATT"), typed(returned, "PAY")) == (
        3, {"value": "95.2"}, {"numerator": "780", "denominator": "1000"},
    )  # fmt: skip


def test_what_is_read_from_a_file_keeps_its_cell(returned, head_of_oak):
    content = filled(returned, {("ATT", "value"): 95.2, ("PAY", "comment"): "As planned."})
    upload = applied(returned, head_of_oak, content)

    entry = Entry.objects.get(returned=returned, kpi__code="ATT")
    origin = read_origin(entry.saved_from)
    assert (origin.upload, origin.place.sheet, origin.place.column) == (
        upload.pk,
        "Attendance and behaviour",
        4,
    )
    assert Entry.objects.get(returned=returned, kpi__code="PAY").saved_from == ""


def test_choices_and_days_come_in_as_the_screen_keeps_them(returned, head_of_oak):
    changes = {
        ("DBS", "done_on"): "14/11/2026",
        ("SAFE", "choice"): "Partly",
        ("OFS", "choice"): "poor, weak",
    }
    content = filled(returned, changes | {("ATT", "absent"): "Not available this term"})
    applied(returned, head_of_oak, content)
    assert [typed(returned, code) for code in ("DBS", "SAFE", "ATT", "OFS")] == [
        {"done_on": "14/11/2026"}, {"choice": "partly"}, {"absent": "not_reported"}, {"choice": "Poor, weak"},
    ]  # fmt: skip


def test_a_preview_says_what_stands_and_what_the_file_says(returned, head_of_oak, attendance):
    save_entry(returned, attendance, by=head_of_oak, typed={"value": "92"}, seen_version=0)
    _, preview = sent(returned, head_of_oak, filled(returned, {("ATT", "value"): 95.2}))
    [change] = preview.changes
    [field] = change.fields
    assert (field.label, field.now, field.then, field.is_newer) == ("Figure", "92", "95.2", False)
    assert (change.before.rag.mark, change.after.rag.mark, preview.count) == ("red", "green", 1)


def test_looking_changes_nothing(returned, head_of_oak):
    sent(returned, head_of_oak, filled(returned, {("ATT", "value"): 95.2}))
    returned.refresh_from_db()
    assert (Entry.objects.count(), returned.state) == (0, "not-started")


@pytest.mark.parametrize("text", ["95.2", "95.20", "-5", "=1+1", "+3", "1,234", "85%", "two", "'=1", "2026"])
@pytest.mark.parametrize("shape", ["xlsx", "csv"])
def test_what_was_typed_comes_back_as_it_was(returned, head_of_oak, attendance, shape, text):
    save_entry(returned, attendance, by=head_of_oak, typed={"value": text, "comment": text}, seen_version=0)
    make = return_workbook if shape == "xlsx" else return_csv
    _, preview = sent(returned, head_of_oak, make(returned, sections_of(returned)), f"x.{shape}")
    assert (preview.faults, preview.changes) == ((), [])
    made = make(returned, sections_of(returned))
    save_entry(returned, attendance, by=head_of_oak, typed={}, seen_version=1)
    assert sent(returned, head_of_oak, made, f"x.{shape}")[1].changes == []


def test_an_answer_like_a_formula_is_put_in_as_it_was_typed(returned, head_of_oak):
    applied(returned, head_of_oak, b"Code,Comment,Value\r\nATT,'=1+1,95\r\n", "mis.csv")
    assert typed(returned, "ATT") == {"comment": "=1+1", "value": "95"}


# What colleagues typed meanwhile


def test_a_blank_that_was_never_filled_clears_nothing(returned, head_of_oak, attendance):
    content = filled(returned, {}, blank=True)
    save_entry(returned, attendance, by=head_of_oak, typed={"value": "94"}, seen_version=0)
    assert sent(returned, head_of_oak, content)[1].changes == []


def test_an_answer_that_is_emptied_is_cleared(returned, head_of_oak, attendance):
    save_entry(returned, attendance, by=head_of_oak, typed={"value": "94"}, seen_version=0)
    applied(returned, head_of_oak, filled(returned, {("ATT", "value"): None}))
    assert typed(returned, "ATT") == {"value": ""}


def test_a_change_made_since_the_download_is_pointed_out(returned, head_of_oak, attendance):
    content = filled(returned, {("ATT", "value"): 95})
    save_entry(returned, attendance, by=head_of_oak, typed={"value": "94"}, seen_version=0)
    [change] = sent(returned, head_of_oak, content)[1].changes
    assert change.fields[0].is_newer


def test_what_changed_since_the_look_is_shown_again(returned, head_of_oak, attendance):
    upload, preview = sent(returned, head_of_oak, filled(returned, {("ATT", "value"): 95}))
    save_entry(returned, attendance, by=head_of_oak, typed={"value": "94"}, seen_version=0)
    with pytest.raises(ChangedMeanwhile) as changed:
        apply_upload(upload, by=head_of_oak, seen=preview.seen)
    assert (changed.value.preview.changes[0].fields[0].now, typed(returned, "ATT")) == ("94", {"value": "94"})


def test_applying_twice_is_applying_once(returned, head_of_oak):
    upload = applied(returned, head_of_oak, filled(returned, {("ATT", "value"): 95}))
    assert apply_upload(upload, by=head_of_oak, seen="whatever").changed == 1
    assert (Entry.objects.get().version, Event.objects.filter(verb="upload.applied").count()) == (1, 1)


# All or nothing


def faults(returned, by, content, name="return.xlsx"):
    return [f"{fault.place}: {fault.words}" for fault in sent(returned, by, content, name)[1].faults]


def test_a_fault_is_named_by_sheet_row_and_column(returned, head_of_oak):
    content = filled(returned, {("ATT", "value"): "about 95", ("PAY", "numerator"): 780})
    assert faults(returned, head_of_oak, content) == [
        "Sheet “Attendance and behaviour”, row 2, column D: "
        "Enter a number such as 85.5, or leave this blank if there is no figure.",
        "Sheet “Finance and value”, row 3, column D: Enter both numbers, or leave both blank.",
    ]


def test_an_answer_that_is_not_offered_is_told_those_that_are(returned, head_of_oak):
    text = "Code,Choice,No figure\r\nSAFE,Mostly,\r\nOFS,Fine,\r\nATT,,Lost\r\n"
    assert faults(returned, head_of_oak, text.encode(), "mis.csv") == [
        "Row 2, column B: Choose one of: Yes, Partly, No.",
        "Row 3, column B: Choose one of: =Good; Fair; Poor, weak.",
        "Row 4, column C: Choose one of: Not available this term, Does not apply here, "
        "Not published for this period.",
    ]


def test_one_fault_keeps_everything_out(returned, head_of_oak):
    upload, preview = sent(
        returned, head_of_oak, filled(returned, {("ATT", "value"): "about", ("SAFE", "choice"): "Yes"})
    )
    with pytest.raises(Refused, match="something to put right"):
        apply_upload(upload, by=head_of_oak, seen=preview.seen)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"Code,Value\r\nATT,95\r\nXYZ,1\r\n", "Row 3, column A: “XYZ” is not asked in this return."),
        (b"Code,Value\r\n,95\r\n", "Row 2, column A: This row has no code."),
        (b"Code,Colour\r\nATT,red\r\n", "Row 1, column B: The column “Colour” is not known."),
        (b"Code,Asked\r\nATT,12\r\n", "Row 2, column B: ATT does not ask for “Asked”."),
        (b"Code,Value\r\nATT,95\r\natt,96\r\n", "Row 3, column B: ATT is answered twice and differently"),
        (b"Code,Your answer\r\nATT,95\r\n", "Row 1: There is no column “Field”"),
        (b"Attendance\r\n95\r\n", "None: No sheet has a row of headings with “Code”"),
    ],
)
def test_a_file_that_does_not_fit_says_where(returned, head_of_oak, text, words):
    [said] = faults(returned, head_of_oak, text, "mis.csv")
    assert said.startswith(words)


def test_answers_of_a_file_are_held_against_each_other(returned, head_of_oak, kpis):
    typed = {"numerator": "9", "denominator": "10"}
    save_entry(returned, kpis["PAY"], by=head_of_oak, typed=typed, seen_version=0)
    CrossCheck.objects.create(
        kpi=kpis["PAY"], part="numerator", relation="at-most", other=kpis["ATT"], other_part="value",
        is_refused=True, words="Costs cannot be above attendance.",
    )  # fmt: skip
    assert faults(returned, head_of_oak, b"Code,Value\r\nATT,5\r\n", "x.csv") == [
        "None: Staffing costs: Costs cannot be above attendance."
    ]
    assert faults(returned, head_of_oak, b"Code,Value\r\nATT,12\r\n", "x.csv") == []


def test_another_schools_or_terms_file_is_refused(returned, head_of_oak, world):
    elms = builders.make_return(world.elm, world.term)
    [said] = faults(returned, head_of_oak, return_workbook(elms, sections_of(elms)))
    assert said.startswith("None: This file was made for the return “elm 2026-27-1”, and this is “oak")
    assert "elm 2026-27-1" in faults(returned, head_of_oak, return_csv(elms, sections_of(elms)), "x.csv")[0]


def test_an_export_of_another_system_is_read_by_labels_too(returned, head_of_oak):
    applied(returned, head_of_oak, "Code;Staffing costs;Income\r\npay;£780;1,000\r\n".encode(), "mis.csv")
    assert typed(returned, "PAY") == {"numerator": "£780", "denominator": "1,000"}


def test_a_percentage_that_a_spreadsheet_keeps_as_a_part_of_one_is_read_as_it_looks(returned, head_of_oak):
    book = load_workbook(io.BytesIO(filled(returned, {("ATT", "value"): 0.952})))
    book["Attendance and behaviour"]["D2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    applied(returned, head_of_oak, out.getvalue())
    assert typed(returned, "ATT") == {"value": "95.2%"}


# Who may


def test_a_contributor_changes_no_other_section(returned, business_of_oak, kpis):
    Appointment.objects.get(person=business_of_oak).areas.add(kpis["PAY"].area)
    upload, preview = sent(
        returned, business_of_oak, b"Code,Value,Staffing costs,Income\r\nPAY,,780,1000\r\n", "x.csv"
    )
    assert apply_upload(upload, by=business_of_oak, seen=preview.seen).changed == 2
    _, preview = sent(returned, business_of_oak, b"Code,Value\r\nATT,95\r\n", "x.csv")
    assert (len(preview.faults), preview.may_apply) == (1, False)


def test_a_submitted_return_takes_no_file(world, kpis, head_of_oak):
    shut = builders.make_return(world.oak, world.term, "submitted")
    with pytest.raises(Refused, match="submitted"):
        receive_upload(shut, by=head_of_oak, name="x.csv", content=b"Code,Value\r\nATT,95\r\n")
    assert Upload.objects.count() == 0


def test_a_file_that_cannot_be_opened_is_not_kept(returned, head_of_oak):
    with pytest.raises(Unreadable):
        receive_upload(returned, by=head_of_oak, name="x.xlsx", content=b"PK\x03\x04 rubbish")
    assert Upload.objects.count() == 0


def test_another_persons_upload_is_not_there(returned, head_of_oak, business_of_oak, as_person):
    upload, _ = sent(returned, head_of_oak, b"Code,Value\r\nATT,95\r\n", "x.csv")
    assert as_person(head_of_oak).get(f"{PAGE}{upload.pk}/").status_code == 200
    assert as_person(business_of_oak).get(f"{PAGE}{upload.pk}/").status_code == 404


# The pages


def test_the_road_on_the_screen(returned, head_of_oak, as_person):
    client = as_person(head_of_oak)
    content = client.get(f"{PAGE}workbook/").content
    assert content[:2] == b"PK"
    file = SimpleUploadedFile("Autumn.xlsx", filled(returned, {("ATT", "value"): 95.2}))
    shown = client.post(PAGE, {"file": file}, follow=True)
    page = shown.content.decode()
    assert "1 answer would change" in page
    assert "Put 1 answer into the return" in page
    seen = shown.context["preview"].seen
    done = client.post(shown.request["PATH_INFO"], {"seen": seen}, follow=True)
    assert "1 answer from Autumn.xlsx put into the return." in done.content.decode()
    assert typed(returned, "ATT") == {"value": "95.2"}


def test_a_file_that_cannot_be_read_is_answered_on_the_page(returned, head_of_oak, as_person):
    answer = as_person(head_of_oak).post(PAGE, {"file": SimpleUploadedFile("x.xlsx", b"<html>")})
    assert (answer.status_code, "This is a web page" in answer.content.decode()) == (422, True)


def test_a_confirmation_of_something_else_is_shown_again(returned, head_of_oak, as_person):
    upload, _ = sent(returned, head_of_oak, b"Code,Value\r\nATT,95\r\n", "x.csv")
    answer = as_person(head_of_oak).post(f"{PAGE}{upload.pk}/", {"seen": "other"})
    assert (answer.status_code, Entry.objects.count()) == (409, 0)


def test_the_names_of_files_are_made_safe(returned, head_of_oak):
    upload, _ = sent(returned, head_of_oak, b"Code,Value\r\nATT,95\r\n", "../../a\\b/‮<x>.csv")
    assert upload.name == "x.csv"


@pytest.mark.parametrize("count", [1, 30])
def test_the_preview_asks_the_same_however_many_kpis(
    world, head_of_oak, as_person, django_assert_max_num_queries, count
):
    for number in range(count):
        builders.make_kpi(f"K{number}")
    returned = builders.make_return(world.oak, world.term)
    rows = "".join(f"K{number},95\r\n" for number in range(count))
    upload, _ = sent(returned, head_of_oak, f"Code,Value\r\n{rows}".encode(), "x.csv")
    client = as_person(head_of_oak)
    with django_assert_max_num_queries(12):
        assert client.get(f"{PAGE}{upload.pk}/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200


def test_a_number_is_a_number_in_the_workbook(returned, head_of_oak, attendance):
    save_entry(returned, attendance, by=head_of_oak, typed={"value": "95.2"}, seen_version=0)
    book = load_workbook(io.BytesIO(return_workbook(returned, sections_of(returned))))
    cell = book["Attendance and behaviour"]["D2"]
    assert (Decimal(str(cell.value)), cell.protection.locked) == (Decimal("95.2"), False)
