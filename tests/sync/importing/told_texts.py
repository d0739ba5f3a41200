"""Texts as communes write them, of what was held and of what was not, is planned or is a total: what a plan may take unasked
is measured by them."""

from __future__ import annotations

from typing import Final

HELD_TITLES: Final = """\
Phát loa phòng cháy
Phát loa phòng cháy chữa cháy
Phát loa phòng chống cháy rừng
Loa bản phòng cháy rừng
Loa phòng cháy
Phát loa về cháy nổ
Phát loa cảnh báo cháy rừng cấp V
Phát loa về sự cố đường dây
Loa về sự cố
Phát thanh: phòng cháy
phat loa phong chay chua chay
Máy bơm chữa cháy
Phát loa nhắc lỗi vi phạm giao thông
Tuyên truyền không sử dụng ma túy
Vận động nhân dân không đốt nương làm rẫy
Nói không với rác thải nhựa
Nói không với ma túy
Triển khai Kế hoạch 12/KH-UBND
Phổ biến kế hoạch
Hội nghị triển khai kế hoạch năm
Hội nghị tổng kết năm
Tổng vệ sinh đường làng
Cộng đồng chung tay bảo vệ rừng
Ra quân dọn vệ sinh
Họp bản
Họp bàn kế hoạch tháng tới
Phát loa phòng chống rét
Ký cam kết không vi phạm ATGT
Ký cam kết không vượt biên trái phép
Không vượt biên trái phép
Thanh toán không dùng tiền mặt
Tập huấn an toàn không gian mạng
Diễn tập phòng không nhân dân
Chiếu phim lưu động
Sinh hoạt chi hội, phổ biến Luật CCB sửa đổi
Góp ý dự thảo văn kiện
Bón phân cho chè
Ủ chua thức ăn cho trâu
Họp bù hôm 10/11
Nhắc làm căn cước
Phát tin trên cụm loa đồn
Dinh dưỡng mùa đông; thêm: cân đo trẻ
Vận động quỹ “Vì người nghèo”
Giám sát cộng đồng
Tiếp xúc cử tri
Ngày hội Đại đoàn kết toàn dân tộc
Công khai bảng giá đất
Lấy ý kiến quy hoạch khu dân cư
Tiêu hủy gia cầm mắc bệnh
Xét duyệt tạm hoãn, miễn gọi nhập ngũ
Đẩy lùi tệ nạn xã hội
Di dời nhà khỏi vùng sạt lở
Vận động hộ dân di dời khỏi vùng nguy hiểm
Tuyên truyền kế hoạch hóa gia đình
Hướng dẫn phòng bệnh khi nghỉ hè
Sinh hoạt hè cho thiếu nhi
Tuyên truyền ATGT dịp nghỉ lễ 2/9
Gặp mặt cán bộ nghỉ hưu
Thông báo lịch cắt điện
Thông báo ngày mai tiêm phòng cho trâu bò
Tuyên truyền trẻ chưa thành niên không lái xe
Vận động người chưa có thẻ BHYT tham gia
Cấp CCCD cho người chưa có thẻ
Hướng dẫn hộ chưa cài VNeID
Tuyên truyền Luật Đất đai
Phổ biến Nghị định 168
Tuyên truyền Nghị quyết 57
Tổng duyệt văn nghệ
Tổng rà soát hộ nghèo
Tổng kết phong trào thi đua
Cộng tác viên dân số họp giao ban
Chia sẻ kinh nghiệm nuôi ong
Định danh điện tử mức 2
Vận động định canh định cư
Sắp xếp lại chợ trung tâm
Bỏ phiếu lấy ý kiến sáp nhập bản
Vận động xóa bỏ hủ tục
Tuyên truyền bài trừ hủ tục, tảo hôn
Vận động từ bỏ tà đạo
Tuyên truyền chuyển đổi số
Đổi mới sinh hoạt chi bộ
Hội thi tìm hiểu pháp luật
Đội văn nghệ tập luyện
Chuyển đổi cơ cấu cây trồng
Hoàn thành làm đường nội bản
Huy động nhân lực sửa mương
Phát huy vai trò người có uy tín
Chữa cháy rừng
Phòng cháy chữa cháy chợ
Thăm chùa, vận động tín đồ
Quy định mới về xử phạt
Xử phạt vi phạm hành chính 3 trường hợp
Họp triển khai nhiệm vụ tháng 12
Giao ban công tác tuần tới
Xây dựng kế hoạch phòng chống thiên tai
Thông qua phương hướng nhiệm vụ năm 2027
Phổ biến lịch tiêm chủng tháng tới
Đăng bài về kế hoạch sáp nhập
Tuyên truyền phòng chống mua bán người
Không đốt rừng làm nương
Bản không có người sinh con thứ ba
Xây dựng bản không tội phạm
Mô hình 5 không 3 sạch
Cuộc vận động 5 không, 3 sạch
Chiến dịch môi trường không rác
Treo băng rôn, cờ nước
Tuyên truyền miệng tại chợ phiên
Phát tờ rơi
Tiết học biên cương
Tuần tra, phát loa lưu động
Trồng hoa ven đường
Thu gom vỏ thuốc BVTV
Đi thăm hội viên ốm
Nói chuyện truyền thống tại trường THCS
Làm nhà cho ông Sìn
Đi họp xã
Họp phụ huynh đầu kỳ
Văn nghệ chào mừng 20/11
Tập huấn nghiệp vụ công tác Hội
Phòng dại
Tuyen truyen khong su dung ma tuy
Trien khai ke hoach 12/KH-UBND
Hoi nghi tong ket nam
Hop ban
Doi thoai voi nhan dan
Chuyen doi so
Phat huy dan chu
Hoan thanh lam duong
Chia se kinh nghiem
Dinh duong cho tre
Chi bo sinh hoat
Doi van nghe tap
Van dong khong dot nuong
Tap huan VNeID
Nghi quyet 57
Đối thoại với thanh niên chưa có việc làm
Tuyên truyền nước không được đun sôi gây bệnh
Cảnh báo lừa đảo: không cung cấp mã OTP
Tuyên truyền không tin, không nghe theo kẻ xấu
Vận động bà con không thả rông gia súc
Khuyến cáo không ra đường khi mưa lũ
Nhắc dân không họp chợ trên lòng đường
Kiểm tra hộ không ký cam kết
Làm việc với hộ chưa di dời
Tuyên truyền phòng chống đuối nước
Tuyên truyền bầu cử
Hưởng ứng Tháng hành động vì trẻ em
Tuyên truyền Luật Nghĩa vụ quân sự
Công bố quyết định sáp nhập
Tổng điều tra kinh tế
Rà soát hộ nghèo, cận nghèo
Khai mạc lớp xóa mù chữ
Bế giảng lớp xóa mù chữ
Tập huấn phòng cháy; chữa cháy
Phát động phong trào Tết trồng cây
Phát thanh tuyên truyền bảo hiểm y tế
Diễn đàn trẻ em
Xử lý rác thải tồn đọng
Thu nợ quỹ tín dụng
Vận động trả nợ ngân hàng CSXH
Tuyên truyền không mua bán pháo nổ
Tuyên truyền tháng cao điểm phòng chống tội phạm
Triển khai chương trình mục tiêu quốc gia
Thăm tặng quà người có công
Bàn việc làm đường bản sắp tới
Tuyên truyền đề án 06
Tuyên truyền phòng chống tác hại thuốc lá
Vận động nhân dân hiến đất làm đường
Vận động các hộ không thả rông trâu bò
Không xả rác ra suối
Nói không với thực phẩm bẩn
Quán triệt Chỉ thị 05, kế hoạch 45-KH/ĐU
Học tập Nghị quyết Đại hội, kế hoạch của Đảng ủy
Hội nghị sơ kết 6 tháng đầu năm, triển khai nhiệm vụ 6 tháng cuối năm
Họp triển khai công tác chuẩn bị bầu cử
Họp Ban chỉ đạo chuyển đổi số
Lễ phát động thi đua
Tổng dọn vệ sinh chào mừng 2/9
Tổng hợp ý kiến cử tri, họp bản thông qua
Cộng tác viên y tế đi từng hộ vận động tiêm chủng
Thông tin về dự án đường liên bản
Công bố quy hoạch sử dụng đất
Công khai danh sách hộ nghèo chưa được duyệt
Tập huấn kỹ năng số cho người chưa biết dùng điện thoại
Hướng dẫn đăng ký khai sinh cho trẻ chưa có giấy khai sinh
Hội nghị cộng tác viên
Phát quà cho trẻ em không nơi nương tựa
Thăm hộ không có khả năng lao động
Chiếu phim phòng chống tảo hôn
Phát thanh bản tin thời tiết, cảnh báo mưa lớn
Cảnh báo lũ quét, sạt lở
Di dời 5 hộ khỏi vùng sạt lở
Sửa đường sau mưa lũ
Khắc phục hậu quả bão số 3
Sửa loa hỏng ở bản Hon
Thay loa cháy cụm bản Thẳm
Kiểm tra hệ thống loa, khắc phục sự cố
Phun thuốc khử trùng tiêu độc
Tiêu huỷ lợn bệnh
Tọa đàm ngày Phụ nữ Việt Nam
Đêm hội trăng rằm
Tuyên truyền nghỉ Tết an toàn, tiết kiệm
Thông báo lịch nghỉ lễ Quốc khánh
Tuyên truyền không đốt pháo dịp Tết
Đối thoại giữa lãnh đạo xã và nhân dân
Tuyên truyền luật hôn nhân: không kết hôn cận huyết
Vận động học sinh bỏ học trở lại lớp
Vận động bỏ hủ tục trong tang ma
Bỏ rượu bia khi lái xe: tuyên truyền tại chợ
Vận động xoá mù chữ
Hội chợ hàng Việt về bản
Giao lưu bóng chuyền các bản
Bàn giao nhà cho hộ nghèo
Trao tiền hỗ trợ xoá nhà tạm
Triển khai lịch tiêm phòng cho đàn gia súc
Rà soát lao động chưa qua đào tạo
Tuyen truyen khong xa rac
Hop dan lam duong
Trien khai cong tac bau cu
Van dong hien dat
Phat dong thi dua
Giải đáp vướng mắc về đất đai
Ký kết quy chế phối hợp
Tuyên truyền về sáp nhập xã
Hướng dẫn dùng dịch vụ công trực tuyến
Ra mắt tổ công nghệ số cộng đồng
Hội nghị Nhân dân bàn về chủ trương sáp nhập
Đi cơ sở nắm tình hình dân tộc, tôn giáo
Phát thanh chuyên mục An toàn giao thông
Tuyên truyền người dân không sử dụng điện thoại khi lái xe
Không để trẻ em tắm sông suối: phát loa
Hướng dẫn bà con làm chuồng trại tránh rét
Trồng rừng đợt 2
Kiểm tra công tác phòng cháy
Trao đổi kinh nghiệm nuôi cá
Mít tinh hưởng ứng Ngày môi trường
Khám bệnh miễn phí cho người cao tuổi
Tiêm vắc xin cho chó, mèo
Cấp phát gạo cứu đói giáp hạt
Sinh hoạt chuyên đề “Học Bác”
Thi trang trí gian hàng
Bầu trưởng bản
Bàn giao công trình nước sạch
Lễ khai giảng năm học mới
Họp xét hộ nghèo, hộ thoát nghèo
Tư vấn sức khỏe sinh sản
Tuyên truyền tiết kiệm điện
Giải quyết tranh chấp đất ở bản Hon
Thông báo tạm ngừng cấp nước sửa ống
Tập huấn cho người chưa qua đào tạo nghề
Vận động đóng góp quỹ đền ơn đáp nghĩa
Tổ chức đêm văn nghệ gây quỹ
Dạy chữ Thái cho thanh niên
Tuyên truyền lưu động bằng xe loa
Vệ sinh nghĩa trang liệt sĩ
Phổ biến điều lệ Hội sửa đổi
Hỗ trợ hộ bị tốc mái do dông lốc
Tuyên truyền phòng tránh sét
Bảo dưỡng cụm loa
Ký giao ước thi đua
Đón đoàn công tác huyện
Quay phóng sự về du lịch bản
Thả cá giống
Bàn kế hoạch thu hoạch lúa
Hội thảo đầu bờ
Giao ban khối dân vận
Tuyên truyền không hút thuốc nơi công cộng
Chuyển giao kỹ thuật trồng ngô
Đổi giấy phép lái xe lưu động
Vận động bà con không tin tà đạo
Nghe nói chuyện thời sự
Tham quan mô hình trồng mận
Họp bàn công tác chuẩn bị Tết
Chúc Tết già làng, người có uy tín
Phổ biến lịch thời vụ
Tuyên truyền tiêm phòng dại còn thiếu mũi 2
Thông báo hoãn họp chợ phiên
Họp bản nghỉ vụ
Dời dân vùng sạt lở
Thông báo lùi lịch tiêm chủng
Giúp dân dời nhà khỏi suối
Dời chuồng trại ra xa nhà ở
Vận động bà con dời mộ phục vụ làm đường
Tuyên truyền hủy bỏ hủ tục cúng ma
Phát tờ rơi không đốt rác bừa bãi
Thông báo tạm dừng khai thác cát
Họp dân về việc tạm ngừng cấp nước
Thông báo cắt điện sửa chữa lưới
Đọc thông báo nghỉ lễ Quốc khánh
Hướng dẫn học sinh ôn tập trong kỳ nghỉ hè
Sinh hoạt hè cho học sinh nghỉ học
Thăm học sinh có nguy cơ bỏ học
Vận động bỏ thuốc lá
Cam kết bỏ thuốc phiện
Vận động bà con bỏ tục thách cưới
Tuyên truyền không sinh con thứ ba
Thông báo chuyển lịch chợ phiên sang chủ nhật
Họp bàn dời chợ sang địa điểm mới
Thông báo đổi lịch thu gom rác
Đọc thông báo hủy kết quả đấu thầu chợ
Thông báo hoãn phiên tòa lưu động
Tuyên truyền về hoãn gọi nhập ngũ
Họp xét tạm hoãn nghĩa vụ quân sự
Hướng dẫn thủ tục hủy tài khoản ngân hàng
Hướng dẫn xóa ứng dụng không rõ nguồn gốc
Tiêu hủy lợn chết do dịch
Tuyên truyền thu hồi, tiêu hủy pháo lậu
Ra quân tháo dỡ biển quảng cáo hỏng
Sửa loa hỏng tại bản
Thay cột loa bị đổ
Kiểm tra hộ chưa có nhà vệ sinh
Tuyên truyền trẻ em chưa đủ tuổi không lái xe máy
Phổ biến quy định mới về nghỉ thai sản
Nói chuyện chuyên đề nghỉ hưu sớm
Họp tổ vay vốn nợ quá hạn
Vận động hộ nợ tiền điện nộp đủ
Vận động hộ còn nợ vốn vay trả đúng hạn
Tuyên truyền phòng cháy mùa hanh khô
Diễn tập sự cố mất điện tại trạm y tế
Thông báo lịch cắt nước
Họp dân thông qua kế hoạch sản xuất vụ xuân
Phổ biến kế hoạch tiêm phòng
Triển khai kế hoạch trồng rừng 2027
Họp góp ý dự thảo hương ước
Thông báo dự kiến thời tiết rét đậm
Tuyên truyền dự kiến phân bổ vốn
Họp công khai dự kiến hộ nghèo
Tuyên truyền sắp đến mùa mưa bão
Phát thanh bài sắp tới ngày bầu cử
Họp bản chờ nước
Họp bản chia nước mùa cạn
Họp bản tạm nghỉ làm nương
Họp bản trước vụ cấy
Họp thôn dời đường điện
Vận động dời bãi rác
Hỗ trợ hộ dời nhà ra khỏi vùng lũ quét
Di chuyển dân khỏi vùng ngập
Sơ tán dân vùng lũ
Tuyên truyền đẩy lùi tảo hôn
Ký cam kết không tảo hôn
Phát loa nhắc bà con không thả rông gia súc
Thông báo dừng đốt nương
Phát lệnh dừng chặt cây
Nhắc bà con ngừng phun thuốc
Vận động ngừng bán rượu cho trẻ em
Họp xử lý việc bỏ hoang ruộng
Vận động trồng lại ruộng bỏ hoang
Tuyên truyền bệnh bỏ ăn ở lợn
Hướng dẫn đổi giấy phép lái xe
Hướng dẫn đổi thẻ bảo hiểm
Hướng dẫn chuyển sinh hoạt đảng
Thông báo chuyển địa điểm trạm y tế
Tuyên truyền chuyển đổi cây trồng
Hướng dẫn bà con khi mất điện
Tập huấn xử lý khi mất sóng
Tuyên truyền không vứt bỏ vỏ thuốc
Đối thoại với hộ không nhận đền bù
Gặp hộ chưa chịu dời
Thăm hộ chưa dời nhà
Tặng quà hộ phải dời nhà
Nói chuyện với thanh niên chưa có việc làm
Truyền thông về bữa ăn thiếu chất
Tuyên truyền thiếu nước mùa khô
Thăm gia đình vắng người chăm sóc
Giúp dân thu hoạch lúa đổ do mưa
Phát quang đường sạt lở do bão
Họp khắc phục hậu quả do lũ
Thông báo nghỉ học do rét đậm
Thông báo cho học sinh nghỉ học tránh bão
Thông báo hủy chuyến xe tuyến xã
Thông báo hoãn thi sát hạch lái xe
Thông báo lùi thời hạn nộp thuế
Thông báo hết hạn đăng ký tạm trú
Hướng dẫn gia hạn thẻ hết hạn
Họp bản bàn việc dời kho lúa
Thông báo hủy họp chợ tết
Tuyên truyền dừng thả trâu vụ xuân
Giúp hộ ông Páo dời chuồng lợn
Họp dân hoãn thu quỹ đường
Phát loa thông báo lùi ngày tiêm chó
Vận động nghỉ nương ngày bầu cử
Ra quân dời cây xăng lẻ
Họp bản ngừng nuôi trâu thả rông
Thông báo tạm ngừng cấp thẻ căn cước
Đọc thông báo dời ngày khám tuyển
Hướng dẫn hủy dịch vụ viễn thông rác
Họp xét hoãn nợ cho hộ nghèo
Vận động bà con bỏ rượu ngày lễ
Gặp gỡ thanh niên bỏ học đi làm xa
Thăm hộ dời nhà do sạt lở
Dời mồ mả làm trường học
Tuyên truyền không bỏ ruộng hoang
Họp bản bỏ lệ phạt vạ
Tuyên truyền nghỉ sinh con theo luật lao động
Vận động ngừng đốt rơm rạ
Thông báo hoãn đá bóng giao hữu
Thông báo lùi chuyến xe tiêm chủng
Hướng dẫn công nhân nghỉ việc làm trợ cấp
Họp phụ huynh có con nghỉ học dài ngày
Chuyển trâu bò tránh rét
Họp bản chuyển mùa vụ
Dời hàng quán lấn vỉa hè
Nhắc bà con hủy mạng điện tự câu
Tập huấn dừng xe khi lũ về
""".splitlines()
"""What was done."""
UNHELD_TITLES: Final = """\
Loa bản Hon cháy
Loa phòng họp hỏng
Loa bị cháy
Hoãn sang tuần 11
Dời sang 20/11
Không họp được do mưa
Dự kiến họp dân
Họp bản - không ai đến
Họp bản (hoãn)
Họp bản, dân không đến
Họp bản nhưng không đủ người
Chưa tổ chức
Chưa họp
Không tổ chức
Không có ai đến
Sẽ họp tuần sau
Sắp tổ chức
Định làm tháng 12
Kế hoạch họp dân
KH ra quân
Kế hoạch tập huấn
Không phát được do mất điện
Mất điện
Không có điện
Phát loa (mất điện)
Loa hỏng không phát
Nghỉ
Nghỉ do mưa
Được nghỉ
Hủy buổi tập huấn
Hội nghị bị hủy
Lùi ngày ra quân
Chuyển sang tháng 12
Chuyển lịch họp
Tạm dừng
Tạm hoãn họp bản
Ra quân: hoãn vì mưa
Bỏ, không họp
Bỏ không làm
Giải tán vì ít người
Họp dân, vắng quá nên giải tán
Họp chi bộ không đủ người
Lớp tập huấn chưa mở
Lớp học chưa khai giảng được
Tập huấn khuyến nông - xin lùi
Họp bản Hon dời ngày
Chiếu phim không thành
Thất bại
Hẹn lại hôm khác
Họp dân, hẹn lại
Để sang tháng sau
Gác lại
Xin hoãn
Đang chờ kinh phí
Chờ xã duyệt
Còn nợ
Dự định đi thăm hộ nghèo
Mời dân nhưng chưa ai đến
Đi vận động, không gặp ai
Bà con bận gặt không đến họp
Cán bộ xã không xuống
Báo cáo viên không đến
Trời mưa không tổ chức
Mưa to phải dừng
Tắc đường không đi được
Hong hop duoc do mua
Khong hop duoc
Hoan sang tuan sau
Chua to chuc
Du kien hop dan
Doi sang 20/11
Khong co ai den
Huy buoi hop
Se lam thang 12
Mat dien khong phat duoc
Nghi do mua
Ko họp
Ko có ai
Chưa làm được
Chưa thực hiện được
Không thực hiện được
Không triển khai được
Không đạt
Phát thanh (dự kiến)
[Dự kiến] Tập huấn VNeID
Tuyên truyền luật - chưa làm
Vận động hộ A: chưa được
Lễ ra quân (chuyển sang quý I)
Ngày mai họp
Tuần sau làm
Đăng ký tổ chức tháng 12
Lên lịch họp bản
Họp bàn - hoãn
Lao động công ích (nghỉ mưa)
Họp bản không thành vì thiếu người
Hội nghị chưa tiến hành
Ra quân dọn vệ sinh (chưa làm)
Tập huấn: giảng viên ốm, nghỉ
Chiếu phim - máy chiếu hỏng
Loa bị sét đánh, không phát
Nghỉ không phát
Ngừng phát do cháy tăng âm
Họp chi đoàn: có 2 người đến, giải tán
Hội trường khóa cửa, không vào được
Không mời được báo cáo viên
Chờ kế hoạch của huyện
Đợi ý kiến lãnh đạo
Xin lùi sang tháng 12
Đã lùi
Đổi sang 15/12
Lùi lại 1 tuần
Để cuối tháng
Tháng 12 mới làm
Cuối tháng sẽ tổ chức
Tuần tới ra quân
Mới lên kế hoạch
Mới có kế hoạch
KH tập huấn VNeID
Dự tính họp bản ngày 10/12
Sắp họp
Định đi nhắc các hộ
Chưa đi
Chưa phát
Chưa có lịch
Không đi được vì lũ
Ko làm
K họp
Hủy do trùng lịch
Bị huỷ
Bãi bỏ
Thôi không họp nữa
Dừng vì mưa
Đang làm thì mưa, bỏ
Bà con bận mùa, hoãn
Chưa xong
Làm dở
Còn lại 3 bản chưa họp
Không tổ chức do dịch tả lợn
Vắng chủ tọa
Vắng quá nửa, không họp
Mất sóng, không livestream được
Bị cắt điện
Cả bản đi đám ma, không họp
Họp bản (không đủ)
Chua hop
Hoan
Khong to chuc duoc
Du kien 10/12
Dang cho kinh phi
Lui sang thang 12
Khong ai den
Chuyen sang thang 12
Se to chuc sau
Ke hoach hop dan
Không tổ chức được vì mưa to
Họp nhưng dân không đến đủ
Hội nghị lùi thời gian
Chưa tổ chức do thiếu kinh phí
Trời rét quá, dân không ra
Loa bản hỏng không nghe được
Định tổ chức nhưng trùng đám cưới
Xã báo hoãn
Bận mùa nên chưa họp
Sẽ thực hiện trong tháng 12
Dự kiến tổ chức ngày 20/12
Chuyển sang tuần sau
Họp hụt (chỉ 5 người)
Không có giảng viên
Cán bộ ốm, không đi
Đường sạt không vào được bản
Để lại sau
Hủy vì dịch
Nghỉ lễ không phát
Phát không được
Chưa thấy huyện xuống
Kế hoạch ra quân 15/12
Xin dời sang đầu tháng 12
Chờ vốn
Mới bàn, chưa làm
Mất mạng, hoãn livestream
Không đủ đại biểu
Bỏ buổi này
Tạm chưa tổ chức
Lớp không mở được do ít học viên
Tháng sau tổ chức
Đang xin chủ trương
Treo lại
Không diễn ra
Lỡ kế hoạch
Vỡ kế hoạch vì mưa
Tuần này không phát
Cuộc họp bất thành
Thời tiết xấu, hoãn
Chưa bố trí được thời gian
Tổ chức vào tháng 12
Hẹn bà con hôm khác
Chưa được duyệt
Ngày này không có hoạt động
Họp bản (bỏ)
Không ai dự
Ko tổ chức do mưa
Khong phat duoc
Tam dung
Chua lam
Họp bản hoãn
Hoãn họp bản
Hoãn họp chợ phiên
Họp dân (hoãn)
Họp phụ nữ - hoãn sang tuần sau
Tạm hoãn buổi chiếu phim
Tập huấn chuyển đổi số hoãn do mưa
Hoãn lớp xóa mù chữ
Hội thi văn nghệ dời sang tháng 12
Dời họp chi bộ sang thứ năm
Dời buổi truyền thông vì trời mưa
Dời lịch họp thôn
Hủy buổi tọa đàm
Buổi tọa đàm bị hủy
Hủy lớp tập huấn vì ít người
Họp chi hội nông dân (hủy)
Không tổ chức được lớp
Phát thanh sáng: không phát
Không phát thanh do mất điện
Mất điện, không chiếu phim
Loa hỏng không phát được
Loa cháy, nghỉ phát
Nghỉ phát thanh
Phát thanh nghỉ
Sinh hoạt chi đoàn nghỉ
Nghỉ họp vì rét
Nghỉ sinh hoạt hè
Họp bản nghỉ
Họp bản nghỉ do đám tang
Chiều nghỉ
Bỏ buổi họp
Bỏ họp vì dân đi nương
Họp dân bỏ
Đành bỏ lớp tập huấn
Lùi họp phụ huynh
Lùi lịch họp tổ vay vốn
Lùi buổi nói chuyện sang ngày 20
Họp tổ lùi lại tuần sau
Chuyển họp dân sang tháng 12
Họp dân chuyển sang ngày khác
Chuyển lịch chiếu phim
Đổi lịch họp sang tuần tới
Họp bản chưa tổ chức
Chưa tổ chức được hội thi
Chưa làm được buổi truyền thông
Lớp học chưa mở
Hội nghị chưa diễn ra
Dự kiến họp bản
Dự kiến tổ chức hội thi
Sẽ họp bản ngày 25
KH tập huấn tháng 12
Sắp tổ chức lớp
Định họp nhưng vắng người
Họp dân không ai đến
Dân không đến họp
Không có người dự
Chiếu phim không có dân xem
Vắng người, giải tán
Họp bản giải tán vì thiếu đại biểu
Lớp tập huấn giải tán
Đang họp thì mưa, tan họp
Tạm dừng buổi chiếu phim
Tạm ngừng phát thanh
Dừng buổi phát thanh
Buổi phát thanh dừng giữa chừng do mất điện
Ngừng phát sóng
Ngừng lớp học nghề
Đình chỉ lớp học
Giảng viên bận, hoãn
Báo cáo viên ốm, chuyển ngày
Đoàn không lên được do sạt lở
Xe hỏng không đến được
Tắc đường, không đi
Mưa to không họp
Bão số 5, hoãn
Rét quá nghỉ học
Chờ kinh phí
Đợi xã duyệt
Họp thôn chờ chủ tịch
Còn nợ 1 buổi phát thanh
Nợ buổi họp tháng 10
Đẩy sang tháng sau
Gộp với họp tháng 11
Để sang năm
Khất đến tuần sau
Lỡ hẹn với bản
Trùng lịch nên hoãn
Họp dân hõan
Hop ban hoan
Hoan hop dan do mua
Phat thanh khong phat duoc
Hop dan chua to chuc
Thông báo họp dân nhưng không ai đến
Vận động dân họp nhưng phải hoãn
Hoãn ngày hội đại đoàn kết
Dời đêm văn nghệ
Dời trung thu sang tối thứ bảy
Hủy giải bóng chuyền
Lùi đại hội chi đoàn
Họp bản nghỉ tết
Sinh hoạt câu lạc bộ nghỉ rét
Phát thanh buổi chiều bỏ
Bỏ giờ phát sáng
Ngừng chiếu vì mưa
Dừng tập huấn giữa buổi
Hội thi hủy vì không đủ đội
Họp dân hoãn sang 20/11
Lớp bổ túc nghỉ học
Tọa đàm hoãn do bão
Mít tinh dời vào trong nhà tuần sau
Đại biểu không đến, giải tán
Chờ xã duyệt kinh phí
Chưa có kinh phí mở lớp
Nợ 2 tin bài
Loa bản hỏng, không phát
Họp tổ chuyển sang tuần sau
Nghỉ lễ 2/9
Hoãn xe tuyên truyền lưu động
Hủy chuyến xuống bản
Dời nhà văn hóa làm địa điểm khác, chưa họp
Đoàn nghỉ không lên bản
Phát tờ rơi dừng vì hết giấy
Tuyên truyền lưu động bỏ do xe hỏng
""".splitlines()
"""What was not done, or is planned."""
HELD_NOTES: Final = """\
tốt
12 hộ chưa ký cam kết
2 hộ vắng
nhà ông Sìn vắng
bà con nghe đủ
Không có
không
loa bản Hon rè
đúng kế hoạch
đạt kế hoạch
theo KH 12/KH-UBND
vượt kế hoạch
hoàn thành
hoàn thành tốt
bà con hưởng ứng
có 12 người chưa có CCCD
xử phạt 03 TH
đi một mình
Không có vướng mắc
Không có ý kiến
không phát sinh vướng mắc
đã ký
thiếu keo
còn 3 hộ chưa đăng ký
40 hộ đăng ký VNeID
kinh phí xã hội hóa
dân nhất trí
100% hộ ký cam kết
có đại biểu xã dự
phối hợp công an xã
dịch sang tiếng Thái
không thu tiền
đã báo cáo xã
có ảnh
phát 2 lần
đảm bảo an toàn
không xảy ra cháy
chưa có nước sạch ở 5 hộ
thi đua sôi nổi
sôi nổi
đủ thành phần
vắng 3 có lý do
2 đồng chí vắng
đạt yêu cầu
không khí vui vẻ
tặng 20 suất quà
còn 2 hộ chưa nhất trí
chưa có kinh phí hỗ trợ nước uống
bà con đề nghị làm đường
lồng ghép họp bản
có phiên dịch tiếng Mông
không sử dụng kinh phí
không có sự cố
ảnh gửi Zalo xã
buổi tối 19h
theo kế hoạch 30/KH-UBND
thực hiện theo lịch
đã quyết toán
2 lượt phát loa
""".splitlines()
"""Notes of what was done."""
UNHELD_NOTES: Final = """\
Chuyển T12
Chuyển tuần 46
chuyển 28/11
Chuyển quý I/2027
T12
Tháng 12
Làm sau
CHT
KTH
CTH
Không HT
K.TH
ko TH
Trễ hạn
Vướng
Bị cấm đường
Dân bận mùa
TODO
✘
0 %
Hoãn
chưa làm được
Trường cho nghỉ, chưa làm được
không ai đến
mưa to nên nghỉ
Không đủ người, giải tán
chuyển sang 15/11
dự kiến
để tuần sau
dân đi làm nương hết, không họp
Không đạt
không thành
chờ kinh phí
sẽ làm tháng 12
xin lùi
chưa có báo cáo viên
bỏ
đã hủy
tạm ngưng
hội trường bận, dời sang chiều 12
chỉ có 3 người nên không họp
ko ai đến
kế hoạch tháng 12
đang chuẩn bị
loa hỏng
bị mất điện cả buổi
ít người quá
lỡ hẹn
tháng sau làm
không tổ chức vì trùng lịch
vì mưa lũ
bà con không đến
chủ tịch xã bận, hoãn
chưa triển khai
xã chưa duyệt
sang tháng làm
làm vào tháng 12
đẩy sang quý sau
dời hôm khác
tạm gác
hỏng máy nên không chiếu
không có điện
không thực hiện
huỷ vì mưa
lịch dự kiến
không diễn ra
""".splitlines()
"""Notes of what was not done, or is planned."""
HELD_NAMES: Final = """\
Kết quả thực hiện lịch T11
Báo cáo nội dung trọng tâm tháng 11
Tháng 11
Kết quả T11
B. KẾT QUẢ THÁNG 11
Đã làm
Sheet1
SỔ THEO DÕI SINH HOẠT VÀ TUYÊN TRUYỀN THÁNG 9/2026
KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÁNG 11
Báo cáo thực hiện KH 12/KH-UBND
NHẬT KÝ TUYÊN TRUYỀN ANTT, PCCC, ATGT
Lĩnh vực trồng trọt
I. Truyền thanh
Bản Hon
TUYÊN TRUYỀN THEO KẾ HOẠCH 12/KH-UBND
Tổng hợp
BẢNG TỔNG HỢP HOẠT ĐỘNG
HỘI NÔNG DÂN XÃ
Quý IV
Tuần 1
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
ỦY BAN NHÂN DÂN
THỐNG KÊ CÔNG TÁC VẬN ĐỘNG QUẦN CHÚNG QUÝ IV/2026
Trường Mầm non Hoa Ban
Loa chợ
Chi hội Phụ nữ
Dân số - Kế hoạch hóa gia đình
PHÒNG, CHỐNG MA TÚY
Chuyển đổi số
Vận động không đốt nương
Hội nghị
Thôn Nà Tăm
HĐ hè
Phòng không nhân dân
T11-2026
ket qua thang 11
Tuyên truyền
T11
SỔ GHI CHÉP TRƯỞNG BẢN
DANH SÁCH CÁC BUỔI TUYÊN TRUYỀN THÁNG 11
HỘI PHỤ NỮ XÃ
II. Phát thanh
B. Vệ sinh môi trường
Tình hình hoạt động tháng 11
Hoạt động tháng 11
Công tác tuyên truyền tháng 11
KẾT QUẢ CHUYỂN GIAO KHKT
Ban chỉ đạo 35
Lĩnh vực chăn nuôi
Phòng chống dịch bệnh
Thực hiện Kế hoạch số 12/KH-UBND
Bảng chấm công phát thanh
Xã Bình Lư
Ngày hội
Chợ phiên
Nội dung đã tuyên truyền
""".splitlines()
"""Names of sheets, tables and groups of what was done."""
UNHELD_NAMES: Final = """\
Lịch T11
DK T11
Chương trình T11
LCT T11
Phân công T11
BẢNG PHÂN CÔNG TUYÊN TRUYỀN T11
NỘI DUNG TRỌNG TÂM THÁNG 11
Kế hoạch T11
KẾ HOẠCH TUYÊN TRUYỀN THÁNG 11
A. KẾ HOẠCH
A. KẾ HOẠCH THÁNG 11
Kế hoạch phiên cuối tháng
Sẽ làm
Việc cần làm
Còn nợ
Tháng 12 định làm
KH tháng 12
Ke hoach T12
KE_HOACH
Dự kiến
Phương hướng tháng 12
Chưa làm
Hoãn
Bị hoãn
Việc chưa xong
Lịch phát thanh tháng 12
Lịch công tác tuần 48
Chương trình công tác tháng 12
Tồn đọng
Sắp tới
Tuần sau
Tháng tới
Đang chờ
Để lại
II. Không thực hiện được
III. Những việc chưa làm
Tồn tháng trước
(Kèm theo Kế hoạch số 12/KH-UBND)
Nháp
Công việc tuần tới
Danh sách đăng ký
Con no
Se lam
Viec can lam
VIỆC SẮP LÀM
Các việc phải làm
Kế hoạch quý IV
DỰ KIẾN THÁNG 12
Chưa triển khai
Hủy
Tồn
Nợ
B. NHIỆM VỤ TRỌNG TÂM THÁNG TỚI
Lịch trực loa tháng 12
Lịch họp tuần sau
III. Phương hướng
KH T12
Việc để lại
Việc không làm được
Những việc bị bỏ
Lùi sang tháng sau
PHỤ LỤC: KẾ HOẠCH TUYÊN TRUYỀN
Kế hoạch công tác năm 2026
Đăng ký tháng 12
""".splitlines()
"""Names of sheets, tables and groups of what was not done, or is planned."""
UNHELD_STATUSES: Final = """\
Chuyển T12
Chuyển tuần 46
chuyển 28/11
Chuyển quý I/2027
T12
Tháng 12
Làm sau
CHT
KTH
CTH
Không HT
K.TH
ko TH
Trễ hạn
Vướng
Bị cấm đường
Dân bận mùa
TODO
Để sang tháng sau
Không đạt
Chưa
Chưa xong
Đang làm
✗
0%
50%
Bỏ
Hoãn
Không
Chưa đạt
""".splitlines()
"""How it stands with what was not done, or not wholly."""
HELD_STATUSES: Final = """\
HT
Đã TH
OK
Đạt
Xong
Tốt
Hoàn thành
100%
Đã làm
Có
Rồi
""".splitlines()
"""How it stands with what was done."""
TOTALS: Final = """\
Tổng cộng
Cộng tháng 11
Tổng HKI
Cộng quý IV
Tổng số
Tổng toàn xã
Cộng dồn
Lũy kế
Cả tháng
Cả quý IV
Toàn xã
Tổng các bản
Cong thang 11
Tong cong
2 cuộc
3 buổi
Cộng bản Hon
Cộng mục I
Tổng từ đầu năm
""".splitlines()
"""What totals are called."""
PLANNED_HEADINGS: Final = """\
Nội dung kế hoạch
Nội dung dự kiến
Nội dung công việc cần làm
""".splitlines()
"""Headings of what is planned."""
