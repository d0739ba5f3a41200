"""The tables and views of the open data: what they are called, what each column means, in Vietnamese and in English.

Open data is read by strangers, whatever language the program speaks, so both stand side by side and in no catalogue.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct


class OpenColumn(Struct, frozen=True):
    """A column: its name, what it holds, and the table whose key it names."""

    name: str
    vi: str
    en: str
    kind: Literal["text", "number"] = "text"
    refers: str | None = None


class OpenTable(Struct, frozen=True, kw_only=True):
    """A table, in the order in which they are made: what refers comes after what it refers to."""

    name: str
    vi: str
    en: str
    columns: tuple[OpenColumn, ...]
    key: tuple[str, ...]
    label: str | None = None
    """The column that stands for a row where another table refers to it."""
    indexes: tuple[tuple[str, ...], ...] = ()
    searched: tuple[str, ...] = ()
    """The columns of a full-text search that minds no accents."""


class OpenView(Struct, frozen=True, kw_only=True):
    """A view: sums over the activities that stand."""

    name: str
    vi: str
    en: str
    columns: tuple[OpenColumn, ...]
    sql: str


def _number(name: str, vi: str, en: str) -> OpenColumn:
    return OpenColumn(name, vi, en, "number")


_REACH: Final = (
    _number("people", "Số người được tuyên truyền, do xã nêu", "People reached, as the unit states"),
    _number("minutes", "Số phút", "Minutes"),
)
_NUMBERS: Final = (
    _number("quantity", "Số lượng: mỗi hình thức đếm một thứ (lượt phát, bài, buổi …)", "Quantity: what the channel counts"),
    *_REACH,
)
_SUMS: Final = (
    _number("activities", "Số hoạt động", "Activities"),
    _number(
        "quantity",
        "Số lượng: chỉ cộng riêng từng hình thức; trống ở chỗ khác",
        "Quantity: added up for each channel by itself; empty elsewhere",
    ),
    *_REACH,
)
_VOCABULARY: Final = (
    OpenColumn("code", "Mã", "Code"),
    OpenColumn("name", "Tên", "Name in Vietnamese"),
    OpenColumn("name_en", "Tên tiếng Anh", "Name in English"),
)

TABLES: Final = (
    OpenTable(
        name="topics",
        vi="Chủ đề",
        en="Topics",
        key=("code",),
        label="name",
        columns=_VOCABULARY,
    ),
    OpenTable(
        name="channels",
        vi="Hình thức tuyên truyền",
        en="Channels of outreach",
        key=("code",),
        label="name",
        columns=_VOCABULARY,
    ),
    OpenTable(
        name="units",
        vi="Đơn vị hành chính",
        en="Administrative units",
        key=("code",),
        label="name",
        columns=(
            OpenColumn("code", "Mã đơn vị", "Official code of the unit"),
            OpenColumn(
                "name", "Tên đầy đủ (tên sau cùng, nếu đơn vị không còn)", "Full name; of a unit that ended the last"
            ),
            OpenColumn("type", "Loại đơn vị", "Type of unit"),
            OpenColumn("valid_from", "Ngày đầu tiên mã này chỉ đơn vị", "First day on which the code means the unit"),
            OpenColumn("valid_to", "Ngày cuối cùng; trống nếu còn", "Last day; empty if it goes on"),
            _number("stands", "1 nếu còn vào ngày xuất", "1 if it stands on the day of the export"),
            OpenColumn("heir", "Mã đơn vị nay được tính thay", "Code of the unit that its records count for now"),
        ),
    ),
    OpenTable(
        name="reorganisations",
        vi="Đổi tên, sáp nhập, chia tách đơn vị",
        en="Units renamed, merged and split",
        key=("id",),
        columns=(
            _number("id", "Số thứ tự trong sổ đăng ký", "Number in the order of the registry"),
            OpenColumn("how", "renamed: đổi tên; merged: sáp nhập; split: chia tách", "renamed, merged or split"),
            OpenColumn("since", "Ngày có hiệu lực", "First day on which it holds"),
            OpenColumn("document", "Số văn bản", "Number of the decision"),
        ),
    ),
    OpenTable(
        name="reorganisation_units",
        vi="Đơn vị trong mỗi lần sắp xếp",
        en="The units of each reorganisation",
        key=("reorganisation", "side", "unit"),
        columns=(
            OpenColumn("reorganisation", "Lần sắp xếp", "Reorganisation", "number", "reorganisations"),
            OpenColumn("side", "before: trước; after: sau", "before or after"),
            OpenColumn("unit", "Mã đơn vị", "Unit", refers="units"),
        ),
    ),
    OpenTable(
        name="directives",
        vi="Văn bản chỉ đạo",
        en="Directives",
        key=("id",),
        label="name",
        columns=(
            OpenColumn("id", "Mã văn bản", "Id of the directive"),
            OpenColumn("name", "Số, hoặc ký hiệu nếu số để trống", "Number, or the symbol where the number is blank"),
            OpenColumn("issued", "Ngày, tháng hoặc năm ban hành", "Day, month or year of issue"),
            OpenColumn("issuer", "Nơi ban hành", "Issuer"),
            OpenColumn("subject", "Trích yếu", "Subject"),
            OpenColumn("valid_from", "Hiệu lực từ ngày", "In force from"),
            OpenColumn("valid_to", "Hiệu lực đến ngày", "In force until"),
        ),
    ),
    OpenTable(
        name="tasks",
        vi="Nhiệm vụ trong văn bản",
        en="Tasks of directives",
        key=("key",),
        label="label",
        columns=(
            OpenColumn("key", "Khóa: mã văn bản#số nhiệm vụ", "Key: directive id#task number"),
            OpenColumn("directive", "Văn bản", "Directive", refers="directives"),
            OpenColumn("number", "Số thứ tự trong văn bản", "Number in the directive"),
            OpenColumn("label", "Nội dung nhiệm vụ", "What is to be done"),
        ),
    ),
    OpenTable(
        name="activities",
        vi="Hoạt động tuyên truyền",
        en="Outreach activities",
        key=("id",),
        label="title",
        indexes=(("unit", "date"), ("counts_for", "month"), ("month",), ("channel",), ("directive",), ("task",)),
        searched=("title", "text", "place", "unit_name"),
        columns=(
            OpenColumn("id", "Mã đơn vị/mã bản ghi", "Unit code/record id"),
            OpenColumn("unit", "Đơn vị ghi", "Unit that states it", refers="units"),
            OpenColumn("unit_name", "Tên đơn vị vào ngày hoạt động", "The unit's name on the day of the activity"),
            OpenColumn("counts_for", "Đơn vị được tính vào ngày đó", "Unit that it counts for on that day", refers="units"),
            OpenColumn("date", "Ngày hoạt động (NNNN-TT-NN)", "Day of the activity (ISO)"),
            OpenColumn(
                "month", "Tháng báo cáo: ngày 15 tháng trước đến ngày 14", "Reporting month: from the 15th to the 14th"
            ),
            OpenColumn("title", "Tên hoạt động", "Title"),
            OpenColumn("text", "Nội dung", "Text"),
            OpenColumn("place", "Địa điểm", "Place"),
            OpenColumn("channel", "Hình thức", "Channel", refers="channels"),
            OpenColumn(
                "topics", "Các chủ đề; mỗi chủ đề một dòng ở activity_topics", "Topics; a row each in activity_topics"
            ),
            OpenColumn("directive", "Văn bản", "Directive", refers="directives"),
            OpenColumn("task", "Nhiệm vụ", "Task", refers="tasks"),
            *_NUMBERS,
            OpenColumn("language", "Mã ngôn ngữ (ISO 639)", "Code of the language (ISO 639)"),
            OpenColumn(
                "until",
                "Ngày cuối, nếu hoạt động kéo dài nhiều ngày; tháng báo cáo tính theo ngày này",
                "Last day, of an activity of several days; the reporting month is that day's",
            ),
            OpenColumn("audiences", "Các đối tượng", "For whom it was"),
            OpenColumn("body", "Bộ phận thực hiện", "Which of the unit's bodies did it"),
            OpenColumn("languages", "Các ngôn ngữ khác (ISO 639)", "Other languages that it was in (ISO 639)"),
            OpenColumn("places", "Các địa điểm khác", "Other places where it was"),
            OpenColumn(
                "state",
                "stands: còn hiệu lực; in-conflict: hai người ghi khác nhau, đang hiện một bản; taken-back: xã đã rút, chỉ "
                "còn mã, đơn vị và ngày",
                "stands; in-conflict: two wrote different values, one is shown; taken-back: of it only id, unit and day",
            ),
            OpenColumn(
                "answer",
                "Ý kiến của tỉnh: awaited: chờ; accepted: chấp nhận; returned: trả lại",
                "The province's answer: awaited, accepted or returned",
            ),
            _number(
                "entered",
                "1 nếu do tỉnh nhập thay đơn vị, toàn bộ hay một phần; 0 nếu không",
                "1 if the province entered it for the unit, or some of it; else 0",
            ),
            _number(
                "erased",
                "1 nếu tỉnh đã gỡ bỏ lời văn theo pháp luật (số liệu giữ nguyên); 0 nếu không",
                "1 if the province erased texts of it, as the law asked (its numbers stand); else 0",
            ),
        ),
    ),
    OpenTable(
        name="activity_topics",
        vi="Chủ đề của từng hoạt động",
        en="Topics of each activity",
        key=("activity", "topic"),
        indexes=(("topic",),),
        columns=(
            OpenColumn("activity", "Hoạt động", "Activity", refers="activities"),
            OpenColumn("topic", "Chủ đề", "Topic", refers="topics"),
        ),
    ),
    OpenTable(
        name="reports",
        vi="Báo cáo đã nhận",
        en="Reports received",
        key=("id",),
        indexes=(("unit",), ("period",)),
        columns=(
            OpenColumn("id", "Mã đơn vị/số thứ tự nhận", "Unit code/number in the order of receipt"),
            OpenColumn("unit", "Đơn vị", "Unit", refers="units"),
            OpenColumn("period", "Kỳ báo cáo", "Period"),
            OpenColumn(
                "received", "Lúc tỉnh nhận, theo đồng hồ máy chủ", "When the province received it, by the hub's clock"
            ),
            OpenColumn("claimed", "Lúc lập, theo đồng hồ máy xã", "When it was made, as the laptop's clock claims"),
            OpenColumn("after", "Lập sau lúc này, theo dấu mà máy chủ đã ký", "Made after this, by what the hub had signed"),
            _number("provisional", "1 nếu là báo cáo tạm", "1 if it is provisional"),
            _number(
                "unread",
                "1 nếu do phần mềm mới hơn lập: số liệu chưa kiểm tra được, hoặc không đọc được và để trống",
                "1 if a newer program made it: its figures are not checked, or cannot be read and are left out",
            ),
            *_SUMS,
            OpenColumn("results", "Kết quả", "Results, in words"),
            OpenColumn("difficulties", "Khó khăn, vướng mắc", "Difficulties, in words"),
            OpenColumn("proposals", "Kiến nghị, đề xuất", "Proposals, in words"),
            OpenColumn(
                "answer",
                "Ý kiến của tỉnh về báo cáo kỳ này của đơn vị: awaited: chờ; accepted: chấp nhận; returned: trả lại",
                "The province's answer to the unit's reports of this period: awaited, accepted or returned",
            ),
            _number("entered", "1 nếu do tỉnh nhập thay đơn vị; 0 nếu không", "1 if the province entered it; else 0"),
            _number(
                "erased",
                "1 nếu tỉnh đã gỡ bỏ lời văn theo pháp luật (số liệu giữ nguyên); 0 nếu không",
                "1 if the province erased its texts, as the law asked (its numbers stand); else 0",
            ),
        ),
    ),
    OpenTable(
        name="standings",
        vi="Ai đã báo cáo kỳ nào",
        en="Who has reported for which period",
        key=("unit", "period"),
        indexes=(("period", "standing"),),
        columns=(
            OpenColumn("unit", "Đơn vị", "Unit", refers="units"),
            OpenColumn("unit_name", "Tên đơn vị", "Name of the unit"),
            OpenColumn("period", "Kỳ báo cáo", "Period"),
            OpenColumn("due", "Hạn: nhận trước lúc này là đúng hạn", "Due before this instant"),
            OpenColumn(
                "standing",
                "on-time: đúng hạn; claimed-on-time: máy ghi đúng hạn, nhận muộn; late: chậm; returned: bị trả lại; "
                "missing: chưa báo cáo; due: chưa đến hạn",
                "on-time; claimed-on-time: made in time by the laptop's clock, received late; late; returned; missing; "
                "due: not yet",
            ),
            OpenColumn("received", "Lúc tỉnh nhận", "When the province received it"),
            _number("provisional", "1 nếu là báo cáo tạm", "1 if it is provisional"),
            _number(
                "unread",
                "1 nếu báo cáo mới nhất, hoặc báo cáo có thể thuộc kỳ này, do phần mềm mới hơn lập",
                "1 if a newer program made the newest report, or one that may be of this period",
            ),
        ),
    ),
)
"""In the order in which they are made."""

_SUMMED: Final = (
    "count(*) AS activities, {quantity} AS quantity, coalesce(sum(people), 0) AS people, "
    "coalesce(sum(minutes), 0) AS minutes"
)
_OF_SEVERAL: Final = _SUMMED.format(quantity="NULL")
_OF_ONE_CHANNEL: Final = _SUMMED.format(quantity="CASE WHEN channel IS NOT NULL THEN coalesce(sum(quantity), 0) END")
_STANDING: Final = "state <> 'taken-back'"
_MONTH: Final = OpenColumn("month", "Tháng báo cáo", "Reporting month")


def _by(name: str, vi: str, en: str, key: OpenColumn, joined: str, sums: str = _OF_SEVERAL) -> OpenView:
    """The sums of each month and key; activities that name none have no key."""
    return OpenView(
        name=f"counts_by_{name}",
        vi=vi,
        en=en,
        columns=(_MONTH, key, OpenColumn("name", "Tên", "Name"), *_SUMS),
        sql=f"SELECT month, {key.name}, name, {sums} FROM activities {joined} "  # noqa: S608 - names of our own columns
        f"WHERE {_STANDING} GROUP BY month, {key.name}",
    )


VIEWS: Final = (
    OpenView(
        name="counts_by_month",
        vi="Số liệu theo tháng",
        en="Counts by month",
        columns=(_MONTH, *_SUMS),
        sql=f"SELECT month, {_OF_SEVERAL} FROM activities WHERE {_STANDING} GROUP BY month",  # noqa: S608 - as above
    ),
    _by(
        "unit",
        "Số liệu theo tháng và đơn vị được tính",
        "Counts by month and the unit they count for",
        OpenColumn("counts_for", "Đơn vị", "Unit"),
        "JOIN units ON units.code = counts_for",
    ),
    _by(
        "topic",
        "Số liệu theo tháng và chủ đề; hoạt động có nhiều chủ đề tính ở từng chủ đề",
        "Counts by month and topic; an activity with several counts under each",
        OpenColumn("topic", "Chủ đề", "Topic"),
        "LEFT JOIN activity_topics ON activity = activities.id LEFT JOIN topics ON topics.code = topic",
    ),
    _by(
        "channel",
        "Số liệu theo tháng và hình thức",
        "Counts by month and channel",
        OpenColumn("channel", "Hình thức", "Channel"),
        "LEFT JOIN channels ON channels.code = channel",
        _OF_ONE_CHANNEL,
    ),
)
