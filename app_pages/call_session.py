"""What a browser session holds of a call, and how a field's change gets into it. The truth is the call, never a widget."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import streamlit as st

from advisor.calling.call import Call, Change, Refused, call_of, new_call, reference_for
from advisor.calling.call_change import say_change
from advisor.calling.call_fields import say_content, say_field
from advisor.calling.call_further import Further, first_bounds, look_further
from advisor.calling.call_kept import call_from, content_of
from advisor.calling.call_table import TextRow
from advisor.calling.call_text import escape
from advisor.calling.call_times import say_time, zone_of
from advisor.case import Case
from advisor.engine.alternatives import Alternative
from advisor.engine.recommend import Memory, with_holds
from advisor.pack import Pack
from advisor.problems import FilesAtFault
from advisor.recommendation import Recommendation
from advisor.service import cases
from advisor.service.keeping import Kept, keep, kept_of, look_for_others, not_kept_yet
from advisor.service.rights import NotAllowed, NotFound
from advisor.service.summary import summary_of
from advisor.storing.case_fields import fields_of
from advisor.storing.cases import ChangedMeanwhile, StoredCase
from advisor.storing.faults import StoreFault
from app_pages.desk import desk, memory_of, turns, version

KEY = "advisor_call"
LAST = "advisor_last_case"
ADDRESS = "case"


@dataclass
class Session:
    """One call in one browser. `pack` stays the one it began with; `kept`: what the store has of it. `refused`: what was typed
    into a field and cannot be meant, or was changed by somebody else; `tried_from`: the call as it was, while something else is tried;
    `alternatives`: those of the line last asked about; `untaught`: why the last correction could not be suggested to the editors. `number` is another one whenever a call is loaded."""

    pack: Pack
    call: Call
    memory: Memory
    kept: Kept
    shown: tuple[Case, Recommendation] | None = None
    changed: str = ""
    failed: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    told: str = ""
    untaught: str = ""
    look_at: str | None = None
    tables: dict[str, tuple[int, list[TextRow]]] = field(default_factory=dict)
    table_faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uploads_done: int = 0
    tried_from: tuple[Call, Recommendation] | None = None
    further: Further | None = None
    alternatives: tuple[Case, str, tuple[Alternative, ...]] | None = None
    number: int = field(
        default_factory=lambda: secrets.randbelow(10**9)
    )  # a browser re-sends what it showed before a restart


def current() -> Session | None:
    """The call of the address, as the store has it, before any field is drawn; without one, the call that was open here.

    Raises NotFound, FilesAtFault (the rules do not understand the case), StoreFault.
    """
    found = st.session_state.get(KEY)
    session = found if isinstance(found, Session) else None
    wanted = st.query_params.get(ADDRESS)
    if wanted is None or (session is not None and session.kept.id == wanted):
        if session is not None:
            _follow(session)
        return session
    return _opened(cases.open_case(desk(), wanted))


def _opened(stored: StoredCase) -> Session:
    state = version(stored.pack, stored.pack_version)
    if state.pack is None:
        raise FilesAtFault(state.problems)
    call = call_from(state.pack, stored.content)
    return _put(Session(state.pack, call, memory_of(state.pack), kept_of(desk(), stored)))


def _put(session: Session) -> Session:
    st.session_state[KEY] = session
    _set_address(session)
    return session


def _set_address(session: Session) -> None:
    """The address says which case is open, and nothing of what is in it."""
    if not session.kept.is_begun:
        st.query_params.pop(ADDRESS, None)
    elif st.query_params.get(ADDRESS) != session.kept.id:
        st.query_params[ADDRESS] = session.kept.id


def _follow(session: Session) -> None:
    """Take in what happened elsewhere, and save what could not be saved before."""
    if session.tried_from is not None:
        return
    if session.kept.unsaved_since is not None:
        save(session, "")
    other = look_for_others(desk(), session.kept)
    if other is not None:
        adopt(session, other, told=True)
    _set_address(session)


def adopt(session: Session, stored: StoredCase, told: bool = False) -> None:
    """The store wins: go on with the case as it is there."""
    before = fields_of(session.kept.content) if session.kept.content else {}
    if stored.pack_version != session.pack.version:
        state = version(stored.pack, stored.pack_version)
        if state.pack is None:
            raise FilesAtFault(state.problems)
        session.pack, session.memory = state.pack, memory_of(state.pack)
    if content_of(session.pack, session.call) != stored.content:
        session.call = call_from(session.pack, stored.content, "request")
    session.kept = kept_of(desk(), stored)
    after = fields_of(stored.content)
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if told and differing:
        said = "; ".join(
            f"{say_field(session.pack, name)} → {say_content(session.pack, name, after.get(name))}"
            for name in differing[:3]
        )
        more = f", and {len(differing) - 3} more" if len(differing) > 3 else ""
        session.told = f"Changed elsewhere: {said}{more}."


def begin(pack: Pack, case: Case | None = None) -> Session:
    """Begin a new call, or go on with a case, in place of the one that was open."""
    reference = reference_for(datetime.now(), _references())
    call = new_call(pack, date.today(), reference) if case is None else call_of(pack, case)
    session = Session(pack, call, memory_of(pack), not_kept_yet())
    if case is not None:
        save(session, "")
    return _put(session)


def _references() -> tuple[str, ...]:
    """The references that this browser has given out: two calls may begin in one minute."""
    before = st.session_state.get(KEY)
    given: tuple[str, ...] = st.session_state.get(LAST, ())
    if isinstance(before, Session):
        given = (*given, before.call.case.customer.reference)[-20:]
        st.session_state[LAST] = given
    return given


def leave() -> None:
    """Close the call that is open here; it stays in the store."""
    st.session_state.pop(KEY, None)
    st.query_params.pop(ADDRESS, None)


def restart(pack: Pack, case: Case | None = None) -> None:
    """`begin`, as a button wants it."""
    begin(pack, case)


def name_of(session: Session, field_name: str) -> str:
    """The key of a field's widget: another one in each call, so that nothing of the last one stands in it."""
    return f"{field_name}_{session.number}"


def seed(session: Session, key: str, truth: Any) -> None:
    """Show the truth in a field, unless what was typed there was refused and waits to be corrected."""
    if key not in session.refused:
        st.session_state[key] = truth


def change(session: Session, key: str, how: Change) -> None:
    """Take over what was typed into a field and save it, or keep it there with the sentence why it cannot be meant."""
    session.untaught = ""
    try:
        session.call = how(session.call)
    except Refused as refused:
        session.refused[key] = str(refused)
    else:
        session.refused.pop(key, None)
        session.told = ""
        save(session, key)


def take(session: Session, key: str, how: Callable[[Call, Any], Call]) -> None:
    """Take over what stands in the field now."""
    change(session, key, lambda call: how(call, st.session_state[key]))


def save(session: Session, key: str) -> None:
    """Keep the call as it stands now, before anything is worked out; what is only tried is not kept. `key`: the field that was
    changed last."""
    if session.tried_from is not None:
        return
    try:
        content = content_of(session.pack, session.call)
        session.kept = keep(desk(), session.kept, session.pack.id, session.pack.version, content)
    except ChangedMeanwhile as told:
        session.refused[key] = say_meanwhile(session, told)
        adopt(session, told.now)
    except (NotFound, NotAllowed) as refused:
        session.refused[key] = f"{refused} What you typed is not saved."
    else:
        if session.kept.unsaved_since is None and session.kept.content != content:  # others had changed other fields
            session.call = call_from(session.pack, session.kept.content or content, session.call.because)
    _set_address(session)


def say_meanwhile(session: Session, told: ChangedMeanwhile) -> str:
    there = fields_of(told.now.content)
    what = "; ".join(
        f"{say_field(session.pack, name)} {say_content(session.pack, name, there.get(name))}" for name in told.fields
    )
    at = say_time(told.at, zone_of(st.context.timezone))
    return escape(f"{told.name} has changed this at {at}: {what}. Yours is not saved; give it again to overrule.")


def show_refusal(session: Session, key: str) -> None:
    if key in session.refused:
        st.error(session.refused[key], icon=":material/error:")


def recommendation(session: Session) -> Recommendation | None:
    """The recommendation for the call as it stands; worked out only when the case has changed. None: it could not be."""
    case = session.call.case
    before = session.shown
    if before is not None and before[0] == case:
        return before[1]
    try:
        with turns().at_once():
            after = first_bounds(session.pack, case, session.memory)
    except Exception:  # a fault of ours must not take the call away from the person who is in it
        logging.getLogger(__name__).exception("The recommendation could not be worked out.")
        session.failed = True
        return before[1] if before is not None else None
    session.failed = False
    if before is not None and session.call.because:
        session.changed = say_change(session.pack, before[1], after, session.call.because)
    session.shown = (case, after)
    if session.further is not None:
        session.further.stop()
    session.further = look_further(session.pack, case, session.memory, after, turns())
    _keep_summary(session, after)
    return after


def take_further(session: Session) -> bool:
    """Take over what was looked at further for the call as it stands; whether that is something new to be shown."""
    further, shown = session.further, session.shown
    if further is None or shown is None or further.case != shown[0]:
        return False
    is_done, latest = further.done, further.latest
    if is_done:
        session.further = None
    if latest is shown[1] or further.case != session.call.case:
        return is_done
    session.shown = (further.case, latest)
    _keep_summary(session, latest)
    return True


def with_limits(session: Session) -> Recommendation:
    """The recommendation that is shown, with how far each number can move before it changes."""
    assert session.shown is not None, "nothing is shown yet"
    case, there = session.shown
    try:
        whole = with_holds(session.pack, case, there, session.memory)
    except Exception:  # the answer itself stands without it
        logging.getLogger(__name__).exception("How far numbers can move could not be worked out.")
        return there
    session.shown = (case, whole)
    return whole


def _keep_summary(session: Session, after: Recommendation) -> None:
    """What lists show; a list that is a little behind harms nobody."""
    if session.kept.seen == 0 or session.kept.unsaved_since is not None or session.tried_from is not None:
        return
    try:
        cases.keep_summary_of(desk(), session.kept.id, session.kept.seen, summary_of(after))
    except (StoreFault, NotFound, NotAllowed):
        logging.getLogger(__name__).info("The summary of a case was not kept.")


def edits_of(key: str) -> Mapping[str, Any]:
    found = st.session_state.get(key)
    return found if isinstance(found, Mapping) else {}
