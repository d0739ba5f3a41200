"""Making a directive known, or a new edition of one. The fields of the form fill a YAML text; the text alone is what is
checked and stated, so that whatever a directive can say can be typed, sent as a file, and kept while it is mended."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub.messages import sentence
from hub.registry.directives.editions import changes
from hub.registry.directives.form import RULES, DirectiveDraft, draft_of, free, written
from hub.registry.directives.publish import check_own, check_whole, end, publish
from hub.registry.directives.yaml import builtins_of, outline, parse_yaml, to_yaml
from hub.web import render
from hub.web.context import OPERATORS, HubContext, NotFound, PageRequest, Route, tell
from hub.web.pages.directives import KINDS, duties, facts, tasks
from sync.encoding.spelling import utf8
from sync.errors import BadInput, Misuse, Refused, SoxaError
from sync.ledger.directive import Directive
from sync.ledger.figures import REPORT_TABLES
from sync.ledger.registry import Registry
from sync.wording.dates import day
from sync.wording.directives import rule_words
from sync.wording.i18n import catalogue
from sync.wording.names import dimension_words

_ = catalogue("hub")

_NAME: Final = "YAML"
"""What an error calls the text."""


class TypedDirective(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    draft: DirectiveDraft
    text: str
    position: int | None
    """Of a change: where the edition that it began from stands in the registry."""


def new(context: HubContext, request: PageRequest) -> Response:
    """The form for a directive that is not known yet."""
    return _page(
        context, request, TypedDirective(draft=DirectiveDraft(kind="letter", date=context.today()), text="", position=None)
    )


def edit(context: HubContext, request: PageRequest) -> Response:
    """The form for another edition: it begins as the present one."""
    with context.reading() as (_transaction, registry):
        present = _present(registry, request)
        check_whole(registry, present.id)
        position = registry.positions[present.id]
    text = to_yaml(builtins_of(present))
    return _page(context, request, TypedDirective(draft=draft_of(present), text=text, position=position))


def send(context: HubContext, request: PageRequest) -> Response:
    """What a button asks of what was typed: to fill the text from the fields, to read a file, to check, to state."""
    text = request.field("text").replace("\r\n", "\n")
    position = request.field("position")
    typed = TypedDirective(
        draft=_draft(request), text=text, position=int(position) if position.isdecimal() and len(position) < 16 else None
    )
    do = request.field("do")
    try:
        if do == "fill":
            typed = _with_text(context, typed)
        elif do == "file":
            typed = TypedDirective(
                draft=typed.draft, text=utf8(request.files.get("file", ("", b""))[1]), position=typed.position
            )
        directive = parse_yaml(typed.text, _NAME)
        typed = TypedDirective(draft=draft_of(directive), text=typed.text, position=typed.position)
        _check(context, request, directive, typed.position)
        if do == "state":
            return _publish(context, request, directive)
    except (BadInput, Misuse, Refused) as error:
        return _page(context, request, typed, error=error)
    return _page(context, request, typed, checked=directive)


def _present(registry: Registry, request: PageRequest) -> Directive:
    found = next((known for known in registry.directives if known.id == request.params["id"]), None)
    if found is None:
        raise NotFound("no-page")
    return found


def _draft(request: PageRequest) -> DirectiveDraft:
    plain = {
        name: " ".join(request.field(name).split())
        for name in DirectiveDraft.__struct_fields__
        if name not in ("tasks", "rules", "heads", "tables")
    }
    rules = tuple(rule for rule in request.fields("rules") if rule in RULES)
    heads = "\n".join(line for line in map(str.strip, request.field("heads").splitlines()) if line)
    return DirectiveDraft(**plain, tasks=request.field("tasks"), rules=rules, heads=heads, tables=request.fields("tables"))


def _with_text(context: HubContext, typed: TypedDirective) -> TypedDirective:
    """What was typed, with what the fields say laid over the text."""
    with context.reading() as (_transaction, registry):
        assert registry.hub is not None, "a hub that was founded names its province"
        province, name = registry.hub.province, registry.hub.name
        taken = registry.positions
    base = outline(typed.text, _NAME) if typed.text.strip() else {}
    text = written(typed.draft, base, province=province, province_name=name, taken=taken)
    return TypedDirective(draft=typed.draft, text=text, position=typed.position)


def _check(context: HubContext, request: PageRequest, directive: Directive, position: int | None) -> None:
    """Refuse what would take another directive's place, or that of an edition that the form did not begin from."""
    with context.reading() as (_transaction, registry):
        if "id" not in request.params:
            if directive.id in registry.positions:
                raise Misuse("directive-exists", id=directive.id, free=free(directive.id, registry.positions))
            check_own(registry, directive)
            return
        present = _present(registry, request)
        check_whole(registry, present.id)
        if directive.id != present.id:
            raise Misuse("directive-id-changed", id=present.id)
        if position != registry.positions[present.id]:
            raise Refused("directive-changed-meanwhile", id=present.id)


def _publish(context: HubContext, request: PageRequest, directive: Directive) -> Response:
    with context.writing() as (transaction, _registry):
        done = publish(transaction, context.keys, directive, now=context.now(), random_bytes=context.random_bytes)
    said = _("{name} is known now.") if done else _("{name} was known in just this form; nothing was done.")
    return tell(context, request, f"/directives/{directive.id}", said.format(name=directive.name))


def end_it(context: HubContext, request: PageRequest) -> Response:
    """End a directive with a day."""
    last = request.field("on")
    with context.writing() as (transaction, registry):
        present = _present(registry, request)
        done = end(transaction, context.keys, present, last, now=context.now(), random_bytes=context.random_bytes)
    said = _("{name} ends with {day}.") if done else _("{name} ended with {day} already; nothing was done.")
    return tell(context, request, f"/directives/{present.id}", said.format(name=present.name, day=day(last)))


def _page(
    context: HubContext,
    request: PageRequest,
    typed: TypedDirective,
    *,
    error: SoxaError | None = None,
    checked: Directive | None = None,
) -> Response:
    with context.reading() as (_transaction, registry):
        present = _present(registry, request) if "id" in request.params else None
        province = registry.units[registry.hub.province] if registry.hub is not None else None
    return render.page(
        request,
        "directive_form.html",
        status=200 if error is None else 400,
        said="" if error is None else sentence(error),
        typed=typed,
        draft=typed.draft,
        present=present,
        province=province,
        kinds=KINDS if typed.draft.kind in KINDS else {**KINDS, typed.draft.kind: typed.draft.kind},
        rules=[(rule, rule_words(rule)) for rule in RULES],
        tables=[(name, dimension_words(name)) for name in dict.fromkeys((*REPORT_TABLES, *typed.draft.tables))],
        checked=checked,
        facts=facts(checked) if checked is not None else (),
        tasks=tasks(checked) if checked is not None else (),
        duties=duties(checked) if checked is not None else (),
        changed=changes(present, checked) if present is not None and checked is not None else (),
    )


ROUTES: Final = (
    Route("GET", "/directives/new", new, OPERATORS),
    Route("POST", "/directives/new", send, OPERATORS),
    Route("GET", "/directives/{id}/edit", edit, OPERATORS),
    Route("POST", "/directives/{id}/edit", send, OPERATORS),
    Route("POST", "/directives/{id}/end", end_it, OPERATORS),
)
"""Routes that stand before `/directives/{id}` in the table, which would take the first."""
