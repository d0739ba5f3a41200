"""What words say against taking a row for something that was held: that it was put off or not done, is planned, or is a sum.

A row is taken unasked only if nothing that stands in it or over it speaks of that. The net is made of stems and is wide:
what it catches is asked about, not known. What officers write of things that were done, and what is told to people in the
words of a message ("Vận động không đốt nương", "Triển khai kế hoạch 12"), is taken out of a text before it is looked at.
Text with accents is read by them: "hoãn" is not "hoàn". Text without any may mean both: there a stem needs more beside it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from sync.ledger.text import fold

Spoken = Literal["", "off", "plan"]
"""Nothing; of what was put off or not done; of what is planned."""
Where = Literal["title", "note", "name", "heading", "file"]
"""What was done; another text of its row; what stands over it: the name of its sheet, table or group; the heading of its
column; the name of its file."""

_LONGEST: Final = 300
_DIGITS: Final = re.compile("[0-9]+")
"""Which number it is says nothing of it, and titles of a list often differ by nothing else."""
_ACT: Final = (
    r"(?:họp|tổ chức|thực hiện|diễn ra|triển khai|làm|phát|mở|chiếu|đăng|treo|sinh hoạt|tập huấn|trực|tiến hành|hoạt động"
    r"|gặp|đi|đến|tới|xuống|lên|vào|ra|sang|dự|tham gia|tham dự|tập trung|có mặt|được|thể|kịp|xong|đạt|thành|hoàn thành"
    r"|duyệt|cho|nổi|kiểm tra|bắt đầu|khởi công|nói|tuyên truyền|về|tiếp|nghe|bố trí|mời|xếp|sắp xếp|đủ|còn|lắp|sửa|trồng"
    r"|dọn|tập|thi|mở lớp|dạy|học|khám|tiêm|phổ biến|in|chạy)"
)
_WHO: Final = (
    r"(?:ai|dân|bà con|người dân|nhân dân|đại biểu|hội viên|đoàn viên|phụ huynh|học sinh|cán bộ|khách|thành phần|người"
    r"|hộ|hộ dân|cử tri|xã|huyện|tỉnh|cấp trên|báo cáo viên|giảng viên|diễn giả|trưởng bản|trưởng thôn|bản|thôn|đoàn)"
)
_NO: Final = r"(?:không|chưa|ko|chả|chẳng|hông)"
_GEAR: Final = r"(?:loa|máy|micro|mic|đài|mạng|tăng âm|âm ly|hệ thống|đường truyền)"
OF_BREAKING: Final = (
    r"(?:phòng(?! (?:họp|học|khách|máy))|chống|chữa|báo|nguy|cơ|cấp|về|nhắc|cảnh|đám|vụ|việc|chuyện|tin"
    r"|hướng|dẫn|cách|kỹ|quy|luật|xử|tránh|gây|dễ"
    r"|ngừa|khi|bơm|ứng|chủ|đề|thông|giảm|hạn)"
)
"""What stands before what breaks, where something is told of it: "Phát loa phòng cháy"."""
BROKEN: Final = (
    r"(?:hỏng|hư(?! hỏng)|trục trặc|chập|lỗi(?! (?:vi|thường|sai|của|giao))"
    r"|cháy(?! (?:rừng|nổ|nhà|chữa|lan|nương|rẫy|chợ|cỏ|rơm|mùa)))"
)
"""How gear breaks; what burns else is what is told of."""
_LATER: Final = (
    r"(?:(?:tháng|tuần|quý|năm|kỳ|đợt|phiên|hôm|buổi|thời gian|dịp|lần|ngày) (?:sau|tới|tiếp|khác|mai)"
    r"|ngày mai|sắp tới|tiếp theo|kế tiếp|hôm nào)"
)
_WHEN: Final = (
    r"(?:(?:tháng|tuần|quý|năm|kỳ|ngày|thứ|buổi|đợt|phiên|cuối|đầu|sau|chủ nhật|mùng|hôm|lúc|chiều|sáng|tối)\b|[0-9])"
)

_TOLD: Final = (
    r"(?:tuyên truyền|vận động|cam kết|nhắc|nhắc nhở|phổ biến|quán triệt|kêu gọi|hướng dẫn|thông báo|khuyến cáo|cảnh báo"
    r"|nói chuyện|truyền thông|giáo dục|nói không|sửa|sửa chữa|thay|thay thế|lắp|lắp đặt|khắc phục|tư vấn|phát động"
    r"|chuyên đề|mô hình|chiến dịch|phong trào|cuộc thi"
    r"|tuyên dương"
    r"|xây dựng|ký|khen|đề nghị|yêu cầu|giám sát|kiểm tra|xử lý|xử phạt|rà soát|thống kê|hỗ trợ|thăm|giúp|tặng|ra quân"
    r"|đối thoại|tiếp|gặp|khẩu hiệu|bài|tin|phóng sự|chương trình|tọa đàm|tập huấn|luật|quy định|phòng|chống|kỹ năng"
    r"|bàn)"
)
"""What tells somebody of something, or is about some of the people: what follows it in one breath is not of the row."""
_QUIET: Final = (
    # plans that are acted on
    r"(?:triển khai|thực hiện|phổ biến|quán triệt|xây dựng|lập|thông qua|bàn|công bố|ban hành|góp ý|thẩm định|đánh giá"
    r"|sơ kết"
    r"|tổng kết|rà soát|điều chỉnh|giao|báo cáo|kết quả|theo|đúng|đạt|vượt|hoàn thành|hoàn thiện|tiến độ|chỉ tiêu|so với|về"
    r"|thông báo|họp|chỉ đạo|tham mưu|(?<!chương )trình|thống nhất|hội nghị|tuyên truyền|kiểm tra|giám sát|dự|học tập"
    r"|sinh hoạt"
    r"|tập huấn|truyền thông|ký|học|nghe|hưởng ứng|phát động|đăng|duyệt|cho ý kiến|thảo luận|phối hợp|soạn)"
    r"(?: \w+){0,5}? (?:kế hoạch|kh|phương hướng|nhiệm vụ|chương trình|lịch|dự kiến|công việc|công tác|phương án"
    r"|nghị quyết)"
    r"(?:(?! (?:nhưng|không|chưa|mà|bị))(?: [\w/.-]+))*"
    r"|(?:kế hoạch|kh)(?: số)? ?:? ?[0-9]+ ?(?:/|-|ngày|của|\bvề\b)[\w/-]*|kế hoạch hóa|kế hoạch hoá|(?:kế hoạch"
    r"|kh) của [\w ]+|phòng kế hoạch"
    r"|(?:kế hoạch|kh) và kết quả|(?:kế hoạch|kh) (?:nhỏ|vốn|sản xuất|sử dụng đất|cải tạo)"
    # what is kept, or dealt with
    r"|(?:tiêu|phá|thiêu|cắt|tổ chức tiêu) (?:hủy|huỷ)(?: \w+)*|(?:hủy|huỷ) (?:hoại|diệt|kết hôn|súng|vũ khí|thuốc|hàng"
    r"|tang vật|tài khoản|hồ sơ|giấy|thẻ|vốn|kết quả)"
    r"|tạm hoãn(?:,? (?:và )?miễn)? (?:gọi|nhập|nghĩa|nvqs)[\w ]*|hoãn[, ]+(?:và )?miễn[\w ]*"
    r"|miễn[, ]+(?:và )?(?:tạm )?hoãn[\w ]*"
    r"|hoãn (?:nghĩa vụ|gọi nhập ngũ|nvqs|thi hành án|nợ|nộp|khám tuyển)[\w ]*"
    r"|(?:di|vật đổi sao) dời[\w ]*|đẩy lùi[\w ]*|lùi xe"
    r"|(?:xóa|xoá|từ|bãi|loại|hủy|tháo|gỡ|vứt|rời|phá|thu|không|đừng|chưa|bị) bỏ (?!họp|buổi|lịch|cuộc)[\w ]*"
    r"|nghỉ (?:hưu|mát|dưỡng|việc|phép|thai sản|chế độ)[\w ]*"
    r"|(?:dịp|trong|trước|sau|kỳ|đợt|các|ngày|hưởng|dành|công tác|phòng|khu|giờ) (?:kỳ |ngày |dịp )*nghỉ[\w ]*"
    r"|(?:thông báo|báo|lịch|kế hoạch|phòng|khi|hậu quả|xử lý|khắc phục|sự cố)(?: \w+){0,4} (?:mất|cắt|cúp|ngừng"
    r"|tạm ngừng) (?:cấp )?(?:điện|nước|sóng|mạng)[\w ]*|(?:gia đình|hộ|nhà) vắng người \w[\w ]*"
    r"|(?:tạm )?(?:ngừng|dừng) (?:cấp điện|cấp nước|bắn|đốt|xe|lại khi|đỗ|quán|cơ sở|kinh doanh|công trình|hộ|khai thác"
    r"|tàu|hoạt động (?:của|kinh))[\w ]*"
    # no, as a name or a message
    r"|không (?:gian|khí|quân|lực|dùng tiền|tiền mặt|giấy|khói|phép|chuyên|rác|chất thải|ma túy|đồng|chính thức|tên)[\w ]*"
    r"|(?:hàng|phòng|trên|ba|bốn|năm|hai|[0-9]|nói|bầu|y tế|số|thứ) không\b(?! (?:họp|tổ chức|thực hiện|đến|dự"
    r"|có ai))[\w ]*"
    r"|không (?:phát tán|phát sinh(?= \w)|tham gia (?:đánh|các|tệ|tà|hụi|đạo|mạng|tổ chức|vào|đua|buôn|vận|bao)"
    r"|tổ chức (?:đánh|cờ|tảo|đua|ăn|đám|cưới|vượt|tiệc|cho)|làm (?:hại|lộ|ảnh|trái|mất|giả|bẩn|ô|hàng|cháy|nương|ngơ|thay)"
    r"|đi (?:theo|vào|ngược|lễ|xe|làm|hàng|chơi|đêm)|mở (?:cửa|link|đường|tệp|thư)|ra (?:đường|ngoài|biên|suối|sông)|cho"
    r"|đến (?:gần|nơi|cơ sở)|đăng (?:tin|bài|tải|ảnh)|nghe theo|nói tục|học theo|lên (?:mạng|rừng)|tiếp (?:tay|xúc|cận)"
    r"|còn (?:hộ|trẻ|nhà|người|tảo|tệ|nợ)|treo (?:cờ nước|biển)|thể thiếu|thành niên|in|sang|trồng (?:cây|thuốc|cần)"
    r"|sửa (?:chữa|xe)|về (?:muộn)|thi (?:công)|dự trữ|vào (?:rừng|khu|vùng)|làm nương|chạy (?:quá|xe|ẩu))[\w ]*"
    # people of whom something is so
    r"|(?:hộ|người|em|cháu|trẻ|trẻ em|nhà|thanh niên|hội viên|công dân|phụ nữ|trường hợp|đối tượng|học sinh|con|đường"
    r"|(?<!họp )bản"
    r"|thửa|đất|gia đình|ca|xe|con em|lao động|cử tri|mẹ|vợ|máy|hồ sơ|thẻ|cháu bé|chó|mèo|trâu|bò|lợn|gà|đoạn|mức|nợ)"
    r"(?: (?!họp|đến|dự|tới|tập trung|nhưng|mà|nên|vì|do)\w+){0,2} (?:chưa|không|ko)"
    r"(?! (?:đến|tới|dự|thành|đạt|đủ|đi họp|họp|có mặt|tham dự|tập trung|về dự|tham gia (?:họp|buổi|đủ|được)|tổ chức"
    r"|triển khai|lên"
    r"|xuống))"
    r"(?! (?:\w+ ){1,4}được\b)[\w ]*"
    r"|chưa (?:thành niên|đủ tuổi|kết hôn|có chồng|có vợ|từng|bao giờ|thành|tiêm|đăng ký|có (?:thẻ|cccd|vneid|bhyt|việc"
    r"|điện"
    r"|nhà|nước|sổ|đường|con|loa|bể|hố|chuồng|hộ khẩu|giấy)|cai|nuôi|biết|hiểu|rõ)[\w ]*"
    r"|(?:trẻ|người|con|nữ|nam) chưa[\w ]*"
    r"|chưa (?:thực hiện|làm) được việc[\w ]*|không phát sinh"
    # words that only look so
    r"|dự kiến (?:dự toán|nhân sự|kinh phí|danh sách|số lượng|mức|quy hoạch|thu chi)[\w ]*|chia sẻ|quy định|nghị định"
    r"|giám định|xác định|quyết định|khẳng định|ổn định|nhất định|thẩm định|chỉ định|cố định|gia định"
    r"|nhận định|hiệp định|định (?:canh|cư|kỳ|hướng|danh|mức|vị|giá|lượng|kiến|biên|suất)[\w ]*|nam định|bình định"
    r"|sắp xếp|sắp đặt|sắp chữ|chờ (?:việc|sinh|tàu|xe)|phòng chờ|vắng nhà|đi vắng|thi trượt|trượt lở|trượt ngã|sạt trượt"
    r"|lịch (?:sử|thiệp|lãm|âm|dương)|(?:âm|dương|du|lý|tờ|bìa) lịch|thất bại của|chịu trách nhiệm|gương chịu khó|chịu khó"
    r"|thôi (?:việc|nôi|giữ|thúc|học)|hạn hán|bỏng|hỏng hóc"
)
"""What is quiet, wherever it stands."""
_OFF: Final = (
    r"\b(?:hoãn|hõan|hủy|huỷ|hũy|dời|lùi|trì hoãn)\b"
    rf"|\b(?:chuyển|đổi) (?:lịch|ngày|giờ|buổi|(?:sang|qua|đến|tới|xuống|vào|lại)(?: (?:họp|làm|tổ chức))? {_WHEN})"
    r"|\btạm (?:dừng|ngừng|ngưng|gác|nghỉ|để|thôi|treo)\b|(?:^|\b(?:phải|bị|đành|buộc) )(?:dừng|ngừng|ngưng|đình chỉ)\b"
    rf"|\b(?:để|gác|treo|ngâm|đẩy|gộp|dồn|khất|lui|kéo) (?:lại|(?:sang|đến|tới|qua|vào) {_WHEN}|sau\b|khi khác|lúc khác)"
    rf"|\b(?:hẹn|khất) (?:\w+ ){{0,3}}(?:lại|sang|đến|khi khác|hôm khác|{_LATER})"
    r"|(?:^|\b(?:phải|bị|đành|nên|đã|xin) )bỏ(?=$| (?:không|luôn|vì|do|hẳn|thôi))|^bãi bỏ$|\bbỏ (?:qua|dở|lịch|họp|buổi"
    r"|cuộc|không|về|dự|lớp|hội|tập huấn|phát|chiếu|tiết|giờ|giải|đêm)\b"
    r"|\w (?<!xóa )(?<!xoá )(?<!từ )(?<!hủy )(?<!vứt )(?<!loại )bỏ$"
    rf"|\bchuyển (?:(?!đổi )\w+ ){{1,4}}sang {_WHEN}|\bgộp (?:với|vào|chung)\b"
    r"|\b(?:dừng|ngừng|ngưng|bỏ)(?= (?:do|vì|bởi|giữa)\b)"
    r"|^nợ (?:lại )?(?:[0-9]+ )?(?:buổi|cuộc|lớp|tin|bài)"
    r"|\bchờ (?:chủ tịch|bí thư|lãnh đạo|cấp trên|xã|huyện|tỉnh|kinh phí|duyệt|ý kiến|chỉ đạo|văn bản)\b"
    r"|\b(?:giải tán|ra về|về hết|về sớm|tan họp|tan sớm|lỡ|nhỡ|vỡ kế hoạch|bất thành|thất bại|đổ bể|không thành)\b"
    r"|\bnghỉ\b|^vắng\b(?! [0-9])|\bvắng (?:người|dân|hết|quá|cả|nhiều|mặt|quá nửa|gần hết)|\b(?:dân|bà con|người|cả bản"
    r"|đều) vắng"
    r"|\b(?:mất|cúp|cắt|ngắt|không có|ko có|chưa có|hết) (?:điện|mạng|sóng|internet|đường truyền|tín hiệu)\b"
    r"|\b(?:hỏng|cháy|chập|trục trặc|sự cố) (?:loa|máy|micro|mic|âm ly|amply|đài|mạng|tăng âm|thiết bị)"
    rf"|\b{_NO} (?:có )?(?:một )?(?:ai|mấy ai|{_WHO} (?:nào )?(?:đến|dự|tới|tham|đi|nghe|về|họp)\w*|người nào\b(?! vi))"
    rf"|^{_NO} (?:có )?{_WHO}\b(?! (?:nghiện|vi phạm|mắc|sinh|tảo|nghèo|mù|nào (?:vi|ngh)|vướng))"
    rf"|\b{_NO} có (?:người|dân|hội trường|phòng|xe|máy|giảng viên|báo cáo viên)\b(?! (?:nghiện|vi|mắc"
    rf"|sinh|tảo))"
    rf"|\b{_NO} (?:thể )?{_ACT}\b|\b{_NO} (?:\w+ ){{1,4}}được$|(?<=\w ){_NO}$|^(?:chưa|không)\b(?= (?:do|vì|vi)\b)"
    r"|\b(?:quá |rất |ít )?(?:ít|thiếu|vắng) (?:người|dân|bà con|đại biểu|thành phần|hội viên)\b(?! (?:dân tộc|cao|có|lao))"
    rf"|\b{_NO} có (?:hoạt động|lịch|tin|bài|nội dung|buổi|cuộc|lớp|gì|việc|học viên|chương trình)(?=$| (?:nào|gì|vì|do))"
    r"|\bhụt\b|^chỉ (?:có |được |còn )?[0-9]+ (?:người|hộ|đại biểu|dân|hội viên)"
    rf"|\b{_NO} có (?:kinh phí|tiền)(?=$| (?:để|nên|tổ chức|làm|mở))|\b(?:dở|dở dang|dang dở)$"
    rf"|\b{_GEAR}(?: (?!{OF_BREAKING}\b)\w+){{0,2}} {BROKEN}\b"
    r"|^(?:thôi|chịu|chưa|trượt|hỏng|lỗi|tồn|nợ|treo|x{2,})$"
    r"|^(?:còn |đang )+(?:nợ|tồn|dở|thiếu người|chờ|đợi|xin|chuẩn bị|làm|lập|triển khai|thực hiện|thi công|soạn"
    r"|vận động thêm)\b"
    r"|^(?:chờ|đợi|xin (?:hoãn|lùi|dời|nghỉ|ý kiến|kinh phí)|tồn đọng|dở dang|dang dở|nợ lại|còn lại)\b"
    r"|^(?:do|vì|tại|gặp|bị) (?:\w+ )?(?:mưa|bão|lũ|lụt|rét|sạt|tắc đường|bận|ốm|dịch|trùng|kẹt)\w*\b"
)
_PLAN: Final = (
    rf"\b(?:dự kiến|dự định|dự tính|dự trù|ý định|sắp(?= {_ACT}| tới|$)|sẽ|định (?={_ACT}\b|$|để|xong|rủ|hôm))"
    r"|(?:^|\b(?:theo|trong|có|còn|mới|đang|mới có|mới là|vẫn) )(?:kế hoạch|kh)(?:$| )"
    r"|\b(?:lên|mới lên|đang lập|xếp|đang xếp) (?:kế hoạch|lịch)\b|^(?:đã )?đăng ký (?:tổ chức|lịch|làm|ngày)"
    r"|^mới (?:xin|bàn|định|đăng ký)"
    rf"|\b{_LATER} (?:mới |sẽ |lại )?{_ACT}\b|\b(?:làm|họp|tổ chức|phát|mở|bù|để|vào|sang|xin) (?:vào |lại "
    rf"|tiếp )?{_LATER}\b"
    r"|^(?:để|sang|qua) (?:cuối|đầu|tháng|tuần|hôm|lúc|khi|năm|quý)\b"
    rf"|^(?:làm|họp|tổ chức|phát|mở)(?: lại)? (?:vào|sang) {_WHEN}|^mới (?:làm|họp|tổ chức) {_WHEN}"
    r"|\bmới (?:làm|họp|tổ chức|thực hiện|triển khai|mở|phát)$"
    rf"|^{_LATER}\b|^(?:mới )?(?:phương hướng|chuẩn bị (?:họp|tổ chức|làm|ra quân|mở))|^(?:cần|phải) (?:làm|họp|tổ chức"
    rf"|đi|mở)\b"
)
_NAME: Final = (
    r"\b(?:kế hoạch|kh|phương hướng|dự kiến|dự định|sắp|sẽ|cần làm|phải làm|định làm|chờ|còn nợ|nợ|còn lại|tồn|tồn đọng"
    rf"|còn tồn|hoãn|hủy|huỷ|dời|lùi|bỏ|bị bỏ|chưa|dở dang|dang dở|làm dở|để lại|thất bại|nhắc việc|to do|todo|plan|draft"
    rf"|nháp|dự thảo|đăng ký)\b|\bkhông (?:thể )?{_ACT}\b|\bđang (?:làm|thực hiện|triển khai|chờ|chuẩn bị)|\b{_LATER}\b"
    rf"|\bđịnh (?={_ACT}\b)"
    r"|^(?:[ivx0-9a-h]{1,3} )?(?:bảng |biểu )?(?:lịch|chương trình|thời khóa biểu|việc|công việc|nhiệm vụ trọng tâm)"
    r" (?:cần|phải|tới|sau|tháng|tuần|quý|công tác|tuyên truyền|phát|họp|trực|làm|hoạt động|sinh hoạt|dự|tập|năm)"
)
"""What the name of a sheet, of a table or of a group says of a plan, or of what was not done."""
_NAME_IN_SHORT: Final = (
    r"|^(?:[ivx0-9a-h]{1,3} )?(?:bảng |biểu |danh sách |lịch )?phân công\b"
    r"|^(?:[ivx0-9a-h]{1,3} )?(?:những |các )?(?:nội dung|công việc|công tác|nhiệm vụ|việc) trọng tâm\b"
    r"|^(?:[ivx0-9a-h]{1,3} )?(?:(?:những|các|một số|nội dung|ý kiến|phần|về) )*"
    r"(?:nhiệm vụ|đề xuất|kiến nghị|đề nghị|trọng tâm)"
    r"(?: (?:chính|chủ yếu|cụ thể|chung|trọng tâm|công tác|công việc|nhiệm vụ|hoạt động|phối hợp|hỗ trợ|giải quyết|kiến nghị"
    r"|đề xuất|và|với|của|lên|cấp trên|cấp ủy|huyện|tỉnh|xã|bản|thôn|đơn vị|ubnd|đảng ủy|chi bộ|từ|đến|trong|ngày|tháng|tuần"
    r"|quý|năm|kỳ|[0ivx/.-]+))*$"
    r"|^(?:lịch|lct|ctct|dk|đk|chương trình|ct)(?: (?:công tác|tuần|tháng|quý|năm|ct))? ?(?:t|q|w)? ?(?:0|[ivx]{1,3}$)"
    r"|^(?:lct|lịch|dk|lịch ct)$"
)
"""What such a name says in short, with accents or without: "LCT T11", "BẢNG PHÂN CÔNG"."""
_NAME_OF_DONE: Final = (
    r"^\W*(?:ghi chú|chú thích|lưu ý|căn cứ|kính gửi)|kết quả|báo cáo|đã (?:thực hiện|làm|tổ chức|họp|triển khai|xong"
    r"|hoàn thành)|tổng hợp|thống kê|nhật ký|sổ |theo dõi|tổng kết"
    r"|sơ kết|đánh giá|thực hiện kế hoạch|thực hiện kh|\bkq\b|\bkqth\b|\bth kh\b|\bdone\b|biên bản"
)
"""What such a name says of what was done, whatever it says beside."""
_HEADING: Final = r"\b(?:kế hoạch|kh|dự kiến|dự định|cần làm|phải làm|sẽ làm|định làm|sắp làm)\b"
"""What the heading of days, or of what was done, says of a plan."""
_FILE: Final = r"(?<![^\W\d_])(?:kế ?hoạch|kh|dự ?kiến|phương hướng|plan)(?![^\W\d_])"
"""What the name of a file says: files are sorted by such names, and by fewer others."""
_ATTACHED: Final = r"kèm theo (?:kế hoạch|kh|công văn kế hoạch|chương trình)"
_BREAK: Final = re.compile(r"\s*(?:[,;:!?()\[\]\n|•·\"“”]|\.(?=\s|$)|(?<=\s)[-–—+*/](?=\s)|^[-–—+*]\s*)\s*")
_AND: Final = r"\b(?:nên|nhưng|vì vậy|vì thế|do đó|do vậy|thế là|rồi|song|tuy nhiên|nhưng mà)\b"
_PUTTING_OFF: Final = r"(?:hoãn|hõan|hủy|huỷ|hũy|dời|lùi|nghỉ|dừng|ngừng|ngưng|bỏ)(?: bỏ| lại)?$"
"""How what takes an object ends."""
_THING: Final = (
    r"(?:dân|người|hộ|bà con|nhà|chuồng|trại|mộ|mồ|nghĩa trang|chợ|đường|cột|cống|mương|trạm|bãi|kho|bể|bồn|cổng|hàng rào"
    r"|trâu|bò|lợn|gà|gia súc|vật nuôi|đàn|tài sản|đồ đạc|cây|máy|quán|lều|lán|hàng|dịch vụ|mạng"
    r"|công trình|trụ sở|điểm trường|vị trí|xóm|khu"
    r"|ruộng|nương|rẫy|vụ|mùa|cấy|gặt|làm (?:nương|ruộng|rẫy|đồng|đường|nhà)|đi (?:rừng|nương|biển)|nuôi|trồng|chặt|đốt"
    r"|săn|thả|phun|bán|mua|khai thác|cấp|thu|nộp|đóng|xây|thuế|phí|học phí|nợ|tiền|vốn|lãi|thời hạn|hạn|kết quả|hợp đồng"
    r"|chuyến xe|xe|giấy|hồ sơ|sổ|đơn|gọi|nhập ngũ|nghĩa vụ|cưới|thai sản|hưu|rượu|thuốc|tục|hủ tục)\b"
)
"""What is put off, moved or left off in the world, and not in the list: its object says of what a title tells."""
_NOTICE: Final = (
    r"\b(?:thông báo|loan báo|đưa tin|thông tin|báo tin|công bố)"
    r"(?:(?: về)?(?: việc)?| \w+| lịch \w+)(?: (?:tạm|phải|xin|đã))?$"
)
"""What tells people something, right before it."""
_OF_THE_ROW: Final = r"(?:do|vì|bởi|nên|sang|đến|tới|lại|để|theo|rồi|luôn|hẳn|[0-9].*)\b"
"""What says of the row itself why, or until when."""
_OF_SOMEBODY: Final = r"\w.* (?:học sinh|em|cháu|trẻ|công nhân|hộ|người|bà con|thanh niên|con|phụ nữ|lao động)(?: \w+){0,2}$"
"""An act before somebody of whom it is said."""
_MAY_SPEAK: Final = (
    r"hoãn|hõan|h[uũ]ỷ|h[uủũ]y|dời|lùi|chuyển|đổi|tạm|dừng|ng[ừư]ng|đình|để|gác|đẩy|gộp|dồn|khất|lui|kéo|hẹn|bỏ|tán"
    r"|ra về|về hết|về sớm|tan "
    r"|lỡ|nhỡ|vỡ|bất|thất|bể|không|chưa|ko|kg|chả|chẳng|hông|nghỉ|vắng|mất|cúp|cắt|ngắt|hết|hỏng|cháy|chập|trục|sự cố"
    r"|ít|hụt|chỉ"
    r"|thiếu"
    r"|thôi|chịu|trượt|lỗi|tồn|nợ|treo|xx|đang|còn|chờ|đợi|xin|dở|hư|vào|qua|sang|\bdo |\bvì |^tại|^gặp|^bị|bị (?:bỏ"
    r"|dừng|ngừng|ngưng"
    r"|đình)|dự [kđt]|ý định|sắp|sẽ|định|kế |kh\b|lên kế|lên lịch|xếp lịch"
    r"|mới |sau|tới|p theo|kế tiếp|[gnymtpiu] tiếp|khác|mai|hôm nào|phương|chuẩn|cần|phải|đăng ký"
)
"""What each has in it."""


def _bare(pattern: str) -> str:
    decomposed = unicodedata.normalize("NFD", pattern.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_BARE_LIKE: Final = (
    r"hoan (?:thanh|thien|chinh|nghenh|tat|toan|tra|canh|cong|hao)|(?:phat|chi|danh|huan) huy|huy (?:dong|hieu|chuong"
    r"|hoang)"
    r"|(?:doi|chuyen) (?:so|moi|thoai|song)|chuyen doi|chia se|hoi nghi|nghi (?:quyet|dinh|luc|van|le)|de nghi|tiep|"
    r"can bo|bo (?:doi|phan|luat|sung|cong an|truong|y te)|toan bo|chi bo|dang bo|noi bo|tien bo|doi (?:van|song|doan"
    r"|thieu|bong|"
    r"vien)|thieu (?:nhi|nien)|van dong|chua (?:chay|benh)|u chua|chua [a-z]+ tu|dinh duong|gia dinh|hoi truong"
)
"""What texts without accents have that is nothing of it."""

_BARE_NAME: Final = (
    rf"\bke ?hoach|\b(?:kh|phương hướng|dự kiến|dự định|sẽ (?={_ACT})|sắp (?={_ACT}|tới)|cần làm|phải làm|định (?={_ACT}\b)"
    r"|còn nợ|còn lại|còn tồn|tồn đọng|(?:bị|đã|tạm|phải|xin) (?:hoãn|hủy|dời|lùi|bỏ)|hoãn lại|dở dang|dang dở|để lại"
    r"|thất bại"
    rf"|chưa {_ACT}|không (?:thể )?{_ACT}|đang (?:làm|thực hiện|triển khai|chờ|chuẩn bị)|{_LATER}|to do|todo|plan"
    rf"|dự thảo)\b"
    r"|^(?:hoãn|hủy|chưa làm|chưa)$|^(?:lịch|việc|công việc|chương trình) (?:cần|phải|tới|sau|công tác|tháng|tuần"
    r"|phát thanh)"
)
"""What such a name says where it is written without accents, and says nothing else."""


class _Net:
    """The patterns, as they are written or without accents."""

    def __init__(self, form: str) -> None:
        def of(pattern: str) -> re.Pattern[str]:
            return re.compile(_bare(pattern) if form == "bare" else pattern)

        quiet = f"{_QUIET}|{_BARE_LIKE}" if form == "bare" else _QUIET
        self.quiet = of(rf"\b(?:{quiet})\b")
        self.told = of(rf"\b{_TOLD}\b")
        self.off, self.plan, self.name = of(_OFF), of(_PLAN), of((_BARE_NAME if form == "bare" else _NAME) + _NAME_IN_SHORT)
        self.done, self.attached, self.parts, self.may = of(_NAME_OF_DONE), of(_ATTACHED), of(_AND), of(_MAY_SPEAK)
        self.file, self.heading = of(_FILE), of(_HEADING)
        self.putting_off, self.thing, self.notice = of(rf"\b{_PUTTING_OFF}"), of(_THING), of(_NOTICE)
        self.of_the_row, self.of_somebody = of(_OF_THE_ROW), of(_OF_SOMEBODY)
        self.failed = of(rf"\b{_NO} (?:thể )?\w+(?: \w+)? được\b")
        self.not_yet = of(r"\bchưa\b")
        self.message = of(
            rf"\b{_NO}\b|\b{_LATER}\b|\bsẽ\b|\bnghỉ\b|\bbỏ\b|\bđợi\b|\bchờ\b|\bđổi\b|\bhỏng\b|\bcháy\b|\bsự cố\b|\blỡ\b"
            rf"|\b{_GEAR}\b|\bsắp (?:đến|tới|vào|hết) (?:mùa|ngày|tết|hạn|kỳ|năm|dịp|vụ)\b"
        )

    def clauses(self, text: str) -> list[str]:
        """The parts of a text, without what is quiet."""
        rest = self.quiet.sub(" … ", text)
        return [" ".join(part.split()) for piece in _BREAK.split(rest) for part in self.parts.split(piece)]

    def spoken(self, text: str, where: Where) -> Spoken:
        """What a text speaks of."""
        if where == "name":
            return self._of_name(text)
        if where in ("heading", "file"):
            said = self.heading if where == "heading" else self.file
            return "plan" if said.search(text) and not self.done.search(text) else ""
        for clause in filter(None, self.clauses(text)):
            for found, net in (("off", self.off), ("plan", self.plan)):
                if any(
                    not self._is_told(clause, match) and not (where == "title" and self._is_of_a_thing(clause, match))
                    for match in net.finditer(clause)
                ):
                    return "off" if found == "off" else "plan"
            if where == "title" and self.not_yet.search(clause):
                return "off"
        return ""

    def _of_name(self, text: str) -> Spoken:
        if self.attached.search(text):
            return "plan"
        if self.done.search(text):
            return ""
        return "plan" if any(self.name.search(clause) for clause in self.clauses(text)) else ""

    def _is_told(self, clause: str, match: re.Match[str]) -> bool:
        """Whether it is what somebody is told, or told of: a verb of telling stands before it in its clause."""
        behind = clause[match.end() :].strip()
        of_the_row = self.putting_off.search(match[0]) and (not behind or self.of_the_row.match(behind))
        if of_the_row or self.failed.match(clause, match.start()):
            return False
        told = self.told.search(clause)
        return told is not None and told.end() <= match.start() and self.message.match(clause, match.start()) is not None

    def _is_of_a_thing(self, clause: str, match: re.Match[str]) -> bool:
        """Whether what is put off is told of, and is not the row's: a thing or work, of which the title tells; what people
        are told in a notice; what is said of somebody. A thing is moved by that itself; all else stands behind an act."""
        before, behind = clause[: match.start()].strip(), clause[match.end() :].strip()
        if not behind or self.of_the_row.match(behind):
            return False
        if before and self.notice.search(before):
            return True
        if not self.putting_off.search(match[0]):
            return False
        if self.thing.match(behind):
            return bool(before) or match[0] in ("dời", "doi")
        return behind.split()[0] in ("học", "việc", "làm", "hoc", "viec", "lam") and bool(self.of_somebody.match(before))


_NETS: Final = {form: _Net(form) for form in ("written", "bare")}


def spoken(text: str, where: Where) -> Spoken:
    """What a text speaks of against taking its row for something that was held.

    >>> [spoken(text, "title") for text in ("Họp bản - không ai đến", "Dự kiến họp dân", "Vận động không đốt nương")]
    ['off', 'plan', '']
    """
    told = " ".join(unicodedata.normalize("NFC", text).casefold().replace("_", " ").split())
    return _spoken(_DIGITS.sub("0", told), where) if told and len(told) <= _LONGEST else ""


_OF_WORK: Final = re.compile(
    r"\W*(?:[ivx0-9a-h]{1,4}[.)/ -]+)?(?:(?:cac|nhung|mot so) )?nhiem vu"
    r"(?: (?:chinh|chung|chu yeu|cu the|thang|tuan|quy|nam|[0-9ivx/.-]+))*\W*"
)


def may_be_of_work(name: str) -> bool:
    """Whether a name that speaks of a plan may be of work that was done, too, as figures below it tell.

    >>> [may_be_of_work(text) for text in ("II. Nhiệm vụ tháng 11", "Nhiệm vụ trọng tâm tháng 11", "Kế hoạch")]
    [True, False, False]
    """
    return _OF_WORK.fullmatch(fold(name)) is not None


def tells_of_done(name: str) -> bool:
    """Whether the name of a sheet, table or group says that what stands below it was done."""
    told = " ".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").split())
    return _NETS["bare" if told.isascii() else "written"].done.search(told) is not None


@lru_cache(maxsize=8192)
def _spoken(told: str, where: Where) -> Spoken:
    net = _NETS["bare" if told.isascii() else "written"]
    return net.spoken(told, where) if where not in ("title", "note") or net.may.search(told) else ""
