"""Several years of past returns from one table: looked at first, all or nothing, and out again unchanged."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kpis.actions.past import PastChangedMeanwhile, apply_past, receive_past
from kpis.exports import past_csv, past_workbook
from kpis.models import Figure, Return, Upload
from kpis.queries.past import past_figures, preview_of_past
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Term

HEAD = "Term,School,Code,Numerator,Denominator,Value,Comment\r\n"


@pytest.fixture(autouse=True)
def kpis(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi, builders.make_kpi("PA", kind="ratio", title="Persistent absence", direction="down")


def sent(by, text, name="past.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    upload = receive_past(by=by, name=name, content=content)
    return upload, preview_of_past(upload)


def taken_over(by, text, name="past.csv"):
    upload, preview = sent(by, text, name)
    assert preview.faults == ()
    return apply_past(upload, by=by, seen=preview.seen)


def faults(by, text):
    return [f"{fault.place}: {fault.words}" for fault in sent(by, text)[1].faults]


def test_a_table_becomes_returns_that_are_accepted(executive, oak):
    taken_over(
        executive, HEAD + "Autumn 2023/24,Oak School,ATT,,,94.25,\r\n2023/24 (2),oak,pa,12,300,,Why\r\n"
    )
    autumn, spring = Return.objects.order_by("term__number")
    assert [(one.state, one.source, one.decided_by) for one in (autumn, spring)] == [
        ("accepted", "Brought in from past.csv", executive)
    ] * 2
    figure = spring.figures.get()
    assert (str(autumn.figures.get().value), str(figure.value), figure.comment) == (
        "94.3000",
        "4.0000",
        "Why",
    )


def test_a_year_long_ago_is_a_slip(executive):
    assert faults(executive, HEAD + "Autumn 1923/24,Oak School,ATT,,,94,\r\n") == [
        "Row 2: Autumn 1923/24 is more than 20 years ago. Check the year."
    ]


def test_terms_that_the_calendar_lacks_are_added_only_on_confirmation(executive):
    upload, preview = sent(executive, HEAD + "Summer 2022/23,Oak School,ATT,,,94,\r\n")
    assert ([term.slug for term in preview.new_terms], Term.objects.filter(year=2022).count()) == (
        ["2022-23-3"], 0,
    )  # fmt: skip
    apply_past(upload, by=executive, seen=preview.seen)
    assert Term.objects.get(year=2022).is_provisional


def test_figures_from_before_the_first_definition_take_the_first(executive, kpis):
    taken_over(executive, HEAD + "Autumn 2018/19,Oak School,ATT,,,94,\r\n")
    assert Figure.objects.get().definition == kpis[0].definitions.get()


def test_the_trusts_own_return_comes_in_too(executive):
    builders.make_kpi("RES", scope="trust", title="Reserves")
    taken_over(executive, HEAD + "Autumn 2023/24,Trust,RES,,,5,\r\n")
    assert Return.objects.get().school is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Autumn 23,Oak School,ATT,,,94,", "Row 2, column A: Write a term as Autumn 2023/24"),
        ("Autumn 2023/25,Oak School,ATT,,,94,", "Row 2, column A: Write a term as"),
        ("Autumn 2023/24,Ash,ATT,,,94,", "Row 2, column B: No school of the trust is called “Ash”."),
        ("Autumn 2023/24,Oak School,XYZ,,,94,", "Row 2, column C: No KPI has the code “XYZ”."),
        ("Autumn 2023/24,Oak School,ATT,,,high,", "Row 2, column F: Enter a number such as 85.5"),
        ("Autumn 2023/24,Oak School,ATT,94,100,,", "Row 2, column D: ATT does not ask for this."),
        ("Autumn 2023/24,Oak School,PA,12,,,", "Row 2, column E: Enter both numbers"),
        ("Autumn 2023/24,Oak School,ATT,,,,Why", "Row 2, column F: ATT has no figure here"),
        ("Autumn 2026/27,Oak School,ATT,,,94,", "Row 2: Autumn 2026/27 is not past yet"),
        ("Autumn 2027/28,Oak School,ATT,,,94,", "Row 2: Autumn 2027/28 is not past yet"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_come_in_is_named(executive, row, words):
    found = faults(executive, f"{HEAD}{row}\r\n")
    assert found[0].startswith(words)


def test_a_column_that_is_not_known_is_named(executive):
    text = "Term,School,Code,Colour\r\n2023-24-1,oak,ATT,red\r\n"
    assert faults(executive, text)[0].startswith("Row 1, column D: The column “Colour” is not known.")


def test_the_same_figure_twice_is_refused(executive):
    rows = "2023-24-1,oak,ATT,,,94,\r\nAutumn 2023/24,Oak School,att,,,95,\r\n"
    assert faults(executive, HEAD + rows) == ["Row 3: ATT of this school and term stands in row 2 already."]


def test_a_figure_that_says_otherwise_needs_a_correction(executive):
    taken_over(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n")
    assert faults(executive, HEAD + "2023-24-1,oak,ATT,,,95,\r\n") == [
        "Row 2: The portal has this figure already and says 94. Change it there, as a correction."
    ]


def test_a_return_still_on_its_way_is_left_alone(executive, oak, world):
    past = builders.make_term("2025-26-3")
    builders.make_return(oak, past, "draft")
    assert (
        "still on its way in the portal (in draft)"
        in faults(executive, HEAD + "2025-26-3,oak,ATT,,,94,\r\n")[0]
    )


def test_a_return_brought_in_before_can_grow(executive):
    taken_over(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n")
    taken_over(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n2023-24-1,oak,PA,1,10,,\r\n")
    assert (Return.objects.count(), Figure.objects.count()) == (1, 2)


def test_one_fault_keeps_everything_out(executive):
    upload, preview = sent(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n2023-24-1,elm,ATT,,,x,\r\n")
    with pytest.raises(Refused):
        apply_past(upload, by=executive, seen=preview.seen)
    assert Return.objects.count() == 0


def test_taking_over_twice_is_once(executive):
    upload = taken_over(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n")
    assert apply_past(upload, by=executive, seen="").changed == 1
    assert (Figure.objects.count(), Event.objects.filter(verb="return.brought_in").count()) == (1, 1)


def test_what_changed_since_the_look_is_shown_again(executive):
    first, preview = sent(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n2023-24-1,oak,PA,1,10,,\r\n")
    taken_over(executive, HEAD + "2023-24-1,oak,ATT,,,94,\r\n")
    with pytest.raises(PastChangedMeanwhile):
        apply_past(first, by=executive, seen=preview.seen)


def test_only_the_executive_brings_in_past_returns(head_of_oak):
    with pytest.raises(PermissionDenied):
        receive_past(by=head_of_oak, name="x.csv", content=b"Code\r\n")
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(("make", "name"), [(past_csv, "x.csv"), (past_workbook, "x.xlsx")])
def test_every_past_figure_goes_out_and_comes_in_unchanged(executive, kpis, make, name):
    builders.make_kpi("DBS", kind="deadline", title="Checks")
    builders.make_kpi("OFS", kind="ordinal", title="Grade", scale=["Weak", "=Good", "-1"])
    builders.make_kpi("SUR", kind="survey", title="Parents", forecasts=True)
    builders.make_kpi("OWN", kind="judgement", title="Own view")
    head = (
        "Term,School,Code,Numerator,Denominator,Asked,Value,Choice,Date done,Reason,No figure,Comment,"
        "Own rating,Reason for own rating,Forecast low,Forecast_high,Evidence\r\n"
    ).replace("Forecast low", "forecast_low")
    rows = [
        '2023-24-1,oak,ATT,,,,-0.5,,,,,\'=1+1,red,"It is, really\r\nso",,,@home',
        "2023-24-1,oak,DBS,,,,,,14/11/2023,,,,,,,,",
        "2023-24-2,oak,DBS,,,,,not yet,,,,,,,,,",
        "2023-24-1,oak,OFS,,,,,=Good,,,,,,,,,",
        "2023-24-2,oak,OFS,,,,,-1,,,,,,,,,",
        "2023-24-1,oak,SUR,80,90,120,,,,,,,,,70,75.5,",
        "2023-24-1,elm,OWN,,,,,Amber,,Because,,,,,,,",
        "2023-24-1,elm,ATT,,,,,,,,Not published for this period,,,,,,",
    ]
    builders.make_band(kpis[0], target=-1, limit=-2, from_term=builders.make_term("2021-22-1"))
    taken_over(executive, head + "\r\n".join(rows) + "\r\n")
    _, preview = sent(executive, make(past_figures()), name)
    assert (preview.faults, preview.count, preview.same) == ((), 0, 8)


def test_the_page_and_the_road_on_the_screen(executive, as_person):
    client = as_person(executive)
    file = SimpleUploadedFile("Three years.csv", (HEAD + "2023-24-1,oak,ATT,,,94,\r\n").encode())
    shown = client.post("/returns/past/", {"file": file}, follow=True)
    assert "1 figure would be added" in shown.content.decode()
    done = client.post(shown.request["PATH_INFO"], {"seen": shown.context["preview"].seen}, follow=True)
    assert "1 figure from Three years.csv is in the portal." in done.content.decode()
    assert client.get("/returns/past/workbook/").content[:2] == b"PK"
    assert client.get("/returns/past/table/?year=2023").content.count(b"\r\n") == 2
    assert client.get("/returns/past/table/?year=nope").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_same_however_many_files(
    executive, as_person, django_assert_max_num_queries, count
):
    for number in range(count):
        sent(executive, f"{HEAD}2023-24-1,oak,ATT,,,{number},\r\n", f"{number}.csv")
    client = as_person(executive)
    with django_assert_max_num_queries(12):
        assert client.get("/returns/past/").status_code == 200


def test_a_preview_asks_the_same_however_many_rows(executive, as_person, django_assert_max_num_queries):
    for number in range(30):
        builders.make_kpi(f"K{number}")
    rows = "".join(f"2023-24-1,oak,K{number},,,94,\r\n" for number in range(30))
    upload, _ = sent(executive, HEAD + rows)
    client = as_person(executive)
    with django_assert_max_num_queries(20):
        assert client.get(f"/returns/past/{upload.pk}/").status_code == 200
