"""What a person may see of skills: names for clerk and chair, counts for trustees, always one's own."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from governance.models import SkillsAudit, SkillsReply
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import Body


def subject_of(body: Body) -> Subject:
    """The body's skills as access knows them: the trust's, or those of the first school that it governs."""
    schools = sorted(school.pk for school in body.schools_governed.all())
    return Subject("skills", school=schools[0] if schools else None)


def keeps_skills(user: Person) -> bool:
    return access.allows(user, Permission.KEEP_SKILLS, Subject("skills"))


def sees_scores(user: Person, body: Body) -> bool:
    """Whether the person sees who scored how on that body."""
    return access.allows(user, Permission.SEE_SCORES, subject_of(body))


def audits_for(user: Person) -> QuerySet[SkillsAudit]:
    """The rounds that the person may open: every one of the trust's, or those to which they were asked."""
    rounds = SkillsAudit.objects.select_related("body").prefetch_related("body__schools_governed")
    if access.allows(user, Permission.SEE_SKILLS, Subject("skills")):
        return rounds
    return rounds.filter(replies__person_id=user.pk).distinct()


def audit_or_404(user: Person, pk: int) -> SkillsAudit:
    found = audits_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_reply_or_404(user: Person, pk: int) -> SkillsReply:
    """A person's own part in a round; nobody opens another's."""
    replies = SkillsReply.objects.select_related("audit__body")
    found = replies.filter(audit_id=pk, person_id=user.pk).first()
    if found is None:
        raise Http404
    return found
