"""The file of one KPI goes out and comes in again unchanged, and a copy with small groups in it does not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.actions.past import apply_past, receive_past
from kpis.exports.figures import HEADER
from kpis.imports.columns import FROM_SUMS
from kpis.imports.past import NOT_WHOLE, read_past
from kpis.models import Figure, Kpi
from kpis.queries.past import preview_of_past
from tests import builders
from tests.small_groups import SmallGroups
from trust.tables import Sheet

HEAD = "Term,School,Code,Numerator,Denominator,Asked,Value,Choice,Date done,Reason,No figure,Comment\r\n"
ROWS = (
    "2023-24-1,oak,ATT,,,,94.25,,,,,'=1+1",
    "2023-24-1,elm,ATT,,,,,,,,Not published for this period,",
    "2023-24-1,oak,PA,1,3,,,,,,,Why",
    "2023-24-1,elm,PA,0,30,,,,,,,",
    "2023-24-1,oak,DBS,,,,,,14/11/2023,,,",
    "2023-24-1,elm,DBS,,,,,not yet,,,,",
    "2023-24-1,oak,OFS,,,,,=Good,,,,",
    "2023-24-1,elm,OFS,,,,,-1,,,,",
    "2023-24-1,oak,SUR,80,90,120,,,,,,",
    "2023-24-1,oak,OWN,,,,,Amber,,Because,,",
    "2023-24-1,oak,SAFE,,,,,partly,,,,",
    "2023-24-1,Trust,RES,,,,5,,,,,",
)
CODES = ("ATT", "PA", "DBS", "OFS", "SUR", "OWN", "SAFE", "RES")
AMOUNTS = ("school", "numerator", "denominator", "value")
FORMATS = ("csv", "xlsx")


@pytest.fixture
def kpis(world):
    builders.make_band(builders.make_kpi("ATT", title="Attendance"))
    builders.make_kpi("PA", kind="ratio", title="Persistent absence", direction="down")
    builders.make_kpi("DBS", kind="deadline", title="Checks", unit="")
    builders.make_kpi("OFS", kind="ordinal", title="Grade", unit="", scale=["Weak", "=Good", "-1"])
    builders.make_kpi("SUR", kind="survey", title="Parents")
    builders.make_kpi("OWN", kind="judgement", title="Own view", unit="")
    builders.make_kpi("SAFE", kind="assurance", title="Policy in place", unit="")
    builders.make_kpi("RES", scope="trust", title="Reserves")


@pytest.fixture
def past(kpis, executive):
    _, preview = sent(executive, (HEAD + "\r\n".join(ROWS)).encode())
    apply_past(preview.upload, by=executive, seen=preview.seen)


def sent(by, content, name="past.csv"):
    upload = receive_past(by=by, name=name, content=content)
    return upload, preview_of_past(upload)


def file_of(client, code, kind, term, *more):
    answer = client.get(f"/kpis/{code}/figures.{kind}?" + "&".join([f"term={term}", *more]))
    assert answer.status_code == 200
    return answer.content


def words(preview):
    return [f"{fault.place}: {fault.words}" for fault in preview.faults]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("code", CODES)
def test_a_kpis_file_comes_in_again_and_changes_nothing(past, executive, as_person, code, kind):
    content = file_of(as_person(executive), code, kind, "2023-24-1")
    _, preview = sent(executive, content, f"{code}.{kind}")
    assert (words(preview), preview.count, preview.same) == (
        [], 0, sum(f",{code}," in row for row in ROWS),
    )  # fmt: skip


def test_it_brings_the_same_figures_where_there_are_none(past, executive, as_person):
    builders.make_kpi("PB", kind="ratio", title="Persistent absence", direction="down")
    content = file_of(as_person(executive), "PA", "csv", "2023-24-1").replace(b'"PA"', b'"PB"')
    _, preview = sent(executive, content)
    apply_past(preview.upload, by=executive, seen=preview.seen)
    amounts = [
        list(Figure.objects.filter(kpi__code=code).order_by("school").values_list(*AMOUNTS))
        for code in ("PA", "PB")
    ]
    assert amounts[0] == amounts[1] != []


def test_figures_of_a_term_that_is_not_past_may_be_repeated(kpis, world, executive, as_person):
    returned = builders.make_return(world.oak, world.term, "submitted")
    builders.make_figure(Kpi.objects.get(code="ATT"), returned, world.people["head_of_oak"], "94.2")
    content = file_of(as_person(executive), "ATT", "csv", world.term.slug)
    _, preview = sent(executive, content)
    assert (words(preview), preview.count, preview.same) == ([], 0, 1)
    _, changed = sent(executive, content.replace(b",94.2,", b",95,"))
    assert words(changed) == ["Row 2: Autumn 2026/27 is not past yet: its figures are sent in as returns."]


def test_a_changed_figure_needs_a_correction(past, executive, as_person):
    content = file_of(as_person(executive), "ATT", "csv", "2023-24-1").replace(b",94.3,", b",94.4,")
    assert words(sent(executive, content)[1]) == [
        "Row 2: The portal has this figure already and says 94.3. Change it there, as a correction."
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("33.3", []),
        ("33.33%", []),
        ("33", []),
        (
            "34",
            ["Row 2, column F: The counts beside it come to 33.3. Leave this blank, or correct the counts."],
        ),
    ],
)
def test_a_value_beside_counts_is_what_they_come_to(kpis, executive, value, expected):
    text = f"Term,School,Code,Numerator,Denominator,Value\r\n2023-24-1,oak,PA,1,3,{value}\r\n"
    assert words(sent(executive, text.encode())[1]) == expected


def test_a_value_that_is_no_number_is_told_beside_counts_too(kpis, executive):
    text = "Term,School,Code,Numerator,Denominator,Value\r\n2023-24-1,oak,PA,1,3,high\r\n"
    assert words(sent(executive, text.encode())[1])[0].startswith("Row 2, column F: Enter a number")


def test_a_table_without_a_column_says_nothing_of_it(past, executive):
    text = "Term,School,Code,Numerator,Denominator\r\n2023-24-1,oak,PA,1,3\r\n"
    _, preview = sent(executive, text.encode())
    assert (words(preview), preview.count, preview.same) == ([], 0, 1)


def test_the_columns_of_a_kpis_file_are_not_known_one_by_one(kpis, executive):
    text = "Term,School,Code,Figure\r\n2023-24-1,oak,ATT,94\r\n"
    assert words(sent(executive, text.encode())[1])[0].startswith("Row 1, column D: The column “Figure” is")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("who", "more"),
    [("trustee", ()), ("head_of_elm", ()), ("clerk", ("for=release",)), ("executive", ("for=release",))],
)
def test_a_copy_in_which_small_groups_are_hidden_or_marked_stays_out(
    world, as_person, executive, who, more, kind
):
    groups = SmallGroups(world)
    groups.issue()
    world.trust.heads_see_each_other = True
    world.trust.save()
    content = file_of(as_person(world.people[who]), groups.kpi.code, kind, groups.terms[0].slug, *more)
    _, preview = sent(executive, content, f"copy.{kind}")
    assert [fault.words for fault in preview.faults] == [NOT_WHOLE]
    assert (preview.count, preview.same, preview.may_apply) == (0, 0, False)


def test_the_executive_s_own_copy_of_small_groups_comes_in(world, as_person, executive):
    groups = SmallGroups(world)
    content = file_of(as_person(executive), groups.kpi.code, "csv", groups.terms[1].slug)
    assert NOT_WHOLE not in [fault.words for fault in sent(executive, content)[1].faults]


def test_the_page_says_that_nothing_would_change(past, executive, as_person):
    client = as_person(executive)
    file = SimpleUploadedFile("PA.csv", file_of(client, "PA", "csv", "2023-24-1"))
    shown = client.post("/returns/past/", {"file": file}, follow=True).content.decode()
    assert "This table adds nothing" in shown
    assert "Every figure in this table is in the portal already, and says the same." in shown


def test_a_past_answer_that_is_not_offered_is_told_those_that_are(kpis, executive):
    text = "Term,School,Code,Choice\r\n2023-24-1,oak,SAFE,Mostly\r\n"
    assert words(sent(executive, text.encode())[1]) == ["Row 2, column D: Choose one of: Yes, Partly, No."]


CELLS = st.text(max_size=8) | st.sampled_from(
    ["oak", "ATT", "2023-24-1", "94", FROM_SUMS, "Not shown", "²", ""]
)
ROW = st.lists(CELLS, max_size=len(HEADER) + 1)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, max_size=4))
def test_any_rows_under_a_kpis_headings_are_figures_or_faults(rows):
    reading = read_past([Sheet("", [list(HEADER), *rows])], {"oak": "oak"}, {"ATT"})
    assert all(row.school == "oak" for row in reading.rows)
    assert all(fault.words for fault in reading.faults)
