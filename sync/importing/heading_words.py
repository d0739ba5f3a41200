"""The words of headings: what a column may be called beside the names of its field, abbreviations that offices use, and
words that say no more. Which of them a heading has, and what it means so, stands in `headings`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

UNUSED: Final = ""
"""What a column is that no field is known for, or none of ours."""
ROW_NUMBERS: Final = "number"
"""What a column is that numbers the rows."""
DESCRIPTION: Final = "text"
"""The field that keeps what has no field of its own: several columns may be of it, each under its heading."""

HEADINGS: Final[Mapping[str, str]] = {
    "title": "chu de truyen thong|chu de tuyen truyen thang|lam gi|lam viec gi|viec da lam"
    "|viec|ten viec|noi dung tt|noi dung tap huan|noi dung hoi nghi|ten lop|ten cuoc|ten buoi tuyen truyen"
    "|cong tac"
    "|content|event|activities|noi dung cong viec|cong viec|ten bai|ten bai tin|ten tin bai|ten tin|tieu de"
    "|tieu de bai viet|ten bai viet"
    "|ten san pham|ten chuyen muc|noi dung cuoc hop|noi dung hop|noi dung sinh hoat|noi dung buoi hop"
    "|noi dung chuong trinh"
    "|viec lam|hoat dong tuyen truyen|noi dung da lam"
    "|noi dung hoat dong|noi dung thuc hien|noi dung da thuc hien|noi dung truyen thong|noi dung phat"
    "|noi dung phat thanh"
    "|ten buoi|dien giai|ten su kien|su kien|ten chuong trinh|viec da lam|cong viec da lam|noi dung cu the"
    "|ten cuoc hop"
    "|tin bai|bai viet|ten cong viec|ten hoi nghi|ten noi dung|noi dung bai viet|tom tat noi dung|noi dung chinh"
    "|viec gi|lam gi|lam viec gi|viec lam gi|trich yeu|trich yeu noi dung|chuong trinh|chuyen de sinh hoat"
    "|ten tiet muc|ten hoi thi"
    "|ten giai|ten vo dien|ten mo hinh|ten phong trao|ten tac pham|ten bai giang|ten bai dang|ten hd|ten chuyen de"
    "|ten chuong trinh phat thanh|dau viec|bai dang|tin|ten cuoc thi|ten le hoi|ten cuoc van dong"
    "|hoat dong ngoai khoa|viec thuc hien|viec da thuc hien|nhiem vu thuc hien|nhiem vu da thuc hien"
    "|nhiem vu da lam|noi dung cv|noi dung chuyen de|noi dung bai giang|noi dung tin|tieu de tin|tieu de bai"
    "|tieu de bai dang|noi dung cuoc van dong|cac viec da lam|ke viec|nhung viec da lam|noi dung noi chuyen"
    "|noi dung trien khai|noi dung lam viec|noi dung ra quan|noi dung pho bien|hoat dong gi|ten viec lam"
    "|ten lop tap huan|hoat dong chinh|chuong trinh phat|chuong trinh phat thanh|ten ban tin|ten phim"
    "|ten buoi dien|ten buoi chieu",
    "date": "day|when|ngay thang to chuc|ngay mo lop|ngay trien khai|thoi gian trien khai|thoi gian hop"
    "|thoi gian tuyen truyen"
    "|thoi gian to chuc|thoi gian thuc hien|ngay thang nam|ngay to chuc|ngay phat|ngay phat song|ngay dang"
    "|thoi gian phat|thoi gian dang|thoi diem|ngay gio|gio ngay|thoi gian ngay|ngay bat dau|tu ngay|ngay dang tai"
    "|thoi gian dang tai|ngay hop|ngay lam|ngay dien ra|thoi gian dien ra"
    "|hom nao|ngay nao|khi nao|bao gio|luc nao|ngay cong tac|ngay hoat dong|ngay sinh hoat|ngay noi chuyen"
    "|ngay gio to chuc|ngay gio phat|ngay thang thuc hien|ngay phat hanh|ngay khai mac|thu ngay"
    "|date of event|ngay hom nao|duong lich|ngay duong|ngay duong lich|ngay dl|hom|n thang",
    "until": "den ngay|ngay ket thuc|ngay cuoi",
    "quantity": "so buoi tt|so lan tt|so cuoc tt|so luot tt|so phong su|so chuong trinh|so ban tin|so bang zon|so tam"
    "|count|times"
    "|so lan|so cuoc|so tin|so bai|so tin bai|so ky|so chuyen muc|so hoi nghi|so lop|so luot phat|so lan phat"
    "|so buoi phat|so luong tin bai|so san pham|sl|so dot|khoi luong|so luong bai|so luong buoi|so tin bai dang"
    "|so bai dang|so luot thuc hien|so luong thuc hien|tong so buoi|tong so luot|tong so tin bai|so cuoc hop|so to"
    "|luot|cuoc|lan|lan phat|luot phat|buoi phat|tin bai da dang|so tin bai da phat|so buoi da phat|so buoi thuc hien"
    "|so buoi tuyen truyen|so cuoc tuyen truyen|so buoi da to chuc|so cuoc da to chuc|so buoi truyen thong|so video"
    "|so clip|so bai viet|so bang ron|so pa no|so to roi|so ap phich|so khau hieu|so luong to roi|tong so cuoc"
    "|tong so lan|so luot phat song|so lan thuc hien|so luong phat|so mo hinh|so phien|so tin da phat|kl"
    "|so luong da thuc hien"
    "|may buoi|bao nhieu buoi|bao nhieu lan|so tiet|so tiet muc|so ca|so ca phat|so phong thanh|so hoi thi|so giai"
    "|so cuon|so viec|so tuan phat|tong buoi|tong lan|tong cuoc|tong bai|tong tin|so luot phat thanh"
    "|so buoi ttpbgdpl|so to gap|so luong bang ron|so luong to gap|so cuoc van dong"
    "|so cuoc kiem tra|so hoat dong|so chuyen de|so tai lieu|so pa no ap phich|so buoi dien|so buoi chieu"
    "|so buoi chieu phim|so dem dien|so luong tin|so luong chuong trinh",
    "audience": "so ph|so phu huynh|so ph du"
    "|nguoi|people|participants|attendees|attendance|listeners|viewers|number of people|so tv|so tv tham gia"
    "|so tv tham du|so thanh vien|so thanh vien tham gia|so thanh vien tham du|so hv tham gia|so hv tham du|so ba con"
    "|so ba con tham gia|so nguoi dan|so nguoi dan tham gia|so dan|so dan tham gia|luot dan"
    "|so luot tuyen truyen duoc"
    "|so nguoi tham du|so luot nguoi|so luot nguoi tham du|so luot nguoi nghe|so nguoi nghe|so nguoi tham gia"
    "|nguoi tham du|nguoi tham gia|tong so nguoi|so dai bieu|luot tiep can|so luot tiep can|so nguoi tiep can"
    "|so luong nguoi|so luong nguoi tham du|so luong nguoi tham gia|so luot xem|luot xem|so nguoi xem|so hoc vien"
    "|so luot nguoi tham gia|so luot nguoi tiep can|so luot nguoi duoc tuyen truyen|so nguoi duoc tuyen truyen"
    "|luot nguoi nghe|luot nguoi tham du|tong so luot nguoi|so luong nguoi nghe|so nguoi tiep can duoc"
    "|so nguoi den du|so nguoi co mat|nguoi du|so luot nguoi du|so luot nguoi den|so luot nguoi co mat"
    "|luot nghe|luot doc"
    "|so luot nghe|so luot doc|so luot truy cap|luot truy cap|so luong tham du|so luong tham gia|so nguoi duoc nghe"
    "|so nguoi duoc tiep can|tong so nguoi tham du|tong so nguoi tham gia|tong so nguoi du|tong so nguoi nghe"
    "|quy mo nguoi"
    "|bao nhieu nguoi|may nguoi|dong bao nhieu|nguoi tiep can|so tre tiem|co mat|so co mat|hien dien"
    "|quan so co mat|luong nguoi|so nguoi ky cam ket|si so co mat|quan so tham gia|nguoi den du"
    "|nguoi duoc tuyen truyen|so nguoi ky|so luot kham|luot kham|so luot tiem|so khau|nhan khau|nguoi co mat",
    "minutes": "may tieng|het may tieng|bao nhieu tieng|het bao lau|mat bao lau|tong phut|tong thoi gian phat"
    "|duration|length|dai bao lau|phat bao lau|thoi luong phat|thoi luong phat song|tong thoi luong"
    "|thoi luong phut|tong so phut|phut|so phut phat"
    "|so phut phat song|do dai phut|thoi luong chuong trinh|thoi luong buoi"
    "|lau bao nhieu|bao lau|do dai|may phut|bao nhieu phut|so phut buoi",
    "channel": "loai hoat dong|cach to chuc|hinh thuc tt|kenh tt|hinh thuc kenh|method|medium|hinh thuc to chuc"
    "|hinh thuc thuc hien|kenh truyen thong|kenh tuyen truyen|phuong thuc|phuong tien|loai hinh"
    "|hinh thuc truyen thong|kenh thong tin|kenh dang|phuong tien tuyen truyen|loai hinh tuyen truyen|hinh thuc phat"
    "|hinh thuc dang|hinh thuc thong tin|cach thuc|cach lam|phuong phap|phuong phap tuyen truyen|kenh phat|noi dang"
    "|trang dang|nen tang|hinh thuc pho bien"
    "|bang cach nao|lam cach nao|cach nao|qua kenh nao|kenh nao|httt|hinh thuc gi|dang o dau|noi dang tai"
    "|trang nhom|trang|ten trang|nhom zalo|fanpage|kenh gi|trang fanpage|ten kenh",
    "topics": "mang|mang cong tac|chu de tt|linh vuc noi dung|theme|subject|nhom noi dung|chuyen de"
    "|chu de tuyen truyen|linh vuc tuyen truyen|mang noi dung|chu diem|nhom chu de"
    "|nhom linh vuc|chuyen muc"
    "|chu de gi|mang viec|mang gi|noi ve gi|noi ve cai gi|nhom noi dung tuyen truyen|linh vuc phap luat"
    "|linh vuc cong tac|linh vuc gi",
    "place": "diem phuc vu|diem giao dich|diem chi tra|diem tu van|diem cap phat|diem den|noi|cho|o dau"
    "|xa thon|thon xa|xa ban|thon to|ten ban|ten xom|ten ap|ten buon|khom|lang|cum dan cu"
    "|location|where"
    "|village|venue|dia diem to chuc|dia diem thuc hien|noi to chuc|dia ban|thon ban|ten thon|ten thon ban|thon|ban"
    "|to dan pho"
    "|khu dan cu|dia chi|thon ban to dan pho|dia ban thuc hien|dia diem tuyen truyen|noi phat|diem phat"
    "|noi tuyen truyen"
    "|dia diem phat|diem tuyen truyen|diem to chuc|noi dien ra|dia diem dien ra|hoi truong|nha van hoa|noi hop"
    "|dia diem hop"
    "|cum loa|vi tri|khu vuc|tai|thuc hien tai|to chuc tai|xom|ap|buon|khu pho|tieu khu|noi lam"
    "|cho nao|o cho nao|tai dau|nha ai|diem truong|thon xom|xom thon|ban khu|thon ban khu|tdp|khu|loa cum|cum"
    "|diem sinh hoat|noi sinh hoat|noi tap trung|noi tuan tra|noi dien|noi chieu|diem chieu|diem dien|noi th"
    "|noi tc|noi den|noi kham|noi hoc|diem kham|diem tiem|noi lam viec|o ban nao|chi hoi|chi doan|tram"
    "|diem hop|pham vi|truong|ten truong|xa|phuong|thuoc ban|thuoc thon|don vi ban|ban don vi|don vi thon"
    "|ban co quan|thon co quan|co quan ban|co quan thon|lop|khoi lop",
    "places": "cac dia diem khac|cac diem khac|diem khac|cac noi khac|cac thon khac|cac ban khac|thon khac|ban khac"
    "|dia ban khac|cac dia ban khac|noi phat khac",
    "directive": "theo van ban|so van ban|van ban so|can cu van ban|theo ke hoach|kh|so kh|so ke hoach|ke hoach so"
    "|cong van"
    "|so cong van|cong van so|cv|so cv|theo cong van|can cu|quyet dinh|so quyet dinh|theo quyet dinh|chi thi"
    "|van ban ke hoach"
    "|ke hoach van ban|so ky hieu|so ky hieu van ban|so hieu van ban|so hieu|van ban cap tren|van ban giao viec"
    "|thuc hien theo van ban|van ban can cu|co so thuc hien"
    "|theo giay nao|giay to nao|theo van ban nao|van ban nao|nghi quyet|so nghi quyet|nq|so nq|theo nq"
    "|van ban trien khai|vb trien khai|so ngay van ban|so van ban ngay thang|thuc hien van ban"
    "|ke hoach thuc hien|ke hoach trien khai",
    "task": "nhiem vu so|so nhiem vu",
    "language": "tieng noi|phat tieng|tieng phat|ngon ngu phat|ngon ngu su dung|tieng dan toc|phat bang tieng"
    "|bang tieng|thu tieng"
    "|noi tieng gi|noi tieng|tieng gi|phat tieng gi|bang tieng gi|tieng dt|ngon ngu dt|tieng su dung"
    "|ngon ngu phat thanh|noi bang tieng gi|noi bang tieng",
    "languages": "cac tieng khac|cac ngon ngu khac|cac thu tieng khac",
    "audiences": "doi tuong tham du|doi tuong tham gia|doi tuong nghe|thanh phan tham du|thanh phan tham gia"
    "|nhom nguoi nghe"
    "|doi tuong huong den|doi tuong tiep can|doi tuong thu huong|thanh phan du"
    "|tp tham du|tp tham gia|tp du|tp hop|tp|ai du|ai nghe|ai tham gia|cho ai|cho ai nghe|noi cho ai|lam cho ai"
    "|nhung ai du|thanh phan moi|thanh phan hop|doi tuong gi",
    "body": "bo phan lam|bo phan chuyen mon|to thuc hien|bo phan phu trach|to cong nghe so|bo phan to chuc"
    "|don vi to chuc|bo phan chu tri"
    "|to nao|doi thuc hien|to doi|to doi thuc hien|doan the|ban nganh|ban nganh doan the|chi hoi thuc hien"
    "|co quan thuc hien|nganh thuc hien|bo phan nao",
    DESCRIPTION: "ghi|chu thich"
    "|ghi chep|ghi nhan|ghi chu them|remarks|notes|result|results|comments|noi dung ket qua|phan anh"
    "|y kien nguoi dan|ket qua thuc hien|danh gia|noi dung chi tiet|chi tiet|ton tai han che|kho khan vuong mac"
    "|kho khan"
    "|duong link|link|ghi chu khac|nhan xet|ket qua dat duoc|mo ta chi tiet|luu y|kien nghi|de xuat|duong dan"
    "|lien ket|minh chung|ket qua cu the|tom tat ket qua|danh gia ket qua|hieu qua|thuan loi|han che|ton tai"
    "|dien bien"
    "|y kien|phan hoi|hinh anh minh chung|tai lieu|san pham minh chung|duong dan bai viet|link bai viet"
    "|thong tin them"
    "|ra sao|ket qua ra sao|ket qua the nao|the nao|vuong mac|dan hoi gi|ba con hoi gi"
    "|link dang|link san pham|tom tat|thong tin khac|noi dung khac|noi dung tom tat|nhan xet danh gia"
    "|ghi chu ket qua|kien nghi de xuat|de xuat kien nghi|y kien kien nghi|dien bien ket qua|dien giai them"
    "|luu y khac|danh gia chung|duong link bai viet|kqth|y kien cua dan|dan noi gi|mo ta hoat dong|mo ta noi dung"
    "|tom tat dien bien|ghi them|noi them|link bai|ket qua khac",
    UNUSED: "dia chi email|dia chi e mail|e mail|email address|gmail|dia chi gmail|thu dien tu|dia chi thu dien tu|hop thu"
    "|dau thoi gian|timestamp|time stamp|thoi gian gui|thoi gian nop|thoi gian nhap|thoi gian gui bieu mau|start time"
    "|completion time|last modified time|thoi gian hoan thanh|ten nguoi dung|username|ten dang nhap|diem so|score|dia chi ip"
    "|dia chi web|dia chi trang web|dia chi website|ma phieu|id"
    "|ngay go niem yet|ngay ket thuc niem yet|niem yet den ngay"
    "|nguoi noi|tinh trang|hinh anh|anh|link anh|nguoi dan chuong trinh|mc|nguoi chup anh|nguoi phu trach"
    "|phu trach|nguoi thuc hien|can bo thuc hien|nguoi bao cao|don vi|co quan|co quan chu tri|chu tri"
    "|phoi hop|don vi phoi hop|kinh phi|so tien|nguoi ky|ky ten|nguoi lap|xac nhan|so dien thoai|dien thoai|ho ten"
    "|ho va ten|chuc vu|can bo|don vi tinh|dvt|bao cao vien|nguoi phat|phat thanh vien|so ho|nam|nu|dan toc|ty le"
    "|tien do|thoi han|han hoan thanh|ngay lap|ngay bao cao|ngay nhap|gio|gio phat|gio bat dau|gio ket thuc|buoi|thu"
    "|ngay trong tuan|nguoi phu trach noi dung|nguoi viet|tac gia|nguon|nhuan but|so ho tham du|so ho dan|so tien chi"
    "|ngay sinh|nam sinh|ngay ky|ngay van ban|ngay ban hanh|trang thai|nguoi duyet|bien tap|nguoi bien tap"
    "|ky thuat vien"
    "|don vi phu trach|nguon kinh phi|thanh tien|don gia|so tien dong|du toan|muc chi|chu ky|nguoi nhan|ngay gui"
    "|ngay duyet"
    "|ngay nghiem thu|lanh dao phu trach|to truong|nguoi dung lop|giang vien|nguoi trinh bay|nguoi chu tri"
    "|luot tuong tac|luot theo doi|so like|like|luot like|luot thich|luot chia se|so chia se|luot binh luan"
    "|so binh luan|ho dan|nguoi truc|ai lam|ai noi|ai phu trach|ai chu tri|nguoi di|nguoi lam|cbpt"
    "|can bo phu trach|can bo tuyen truyen|tuyen truyen vien|bcv|nguoi doc"
    "|phong vien|gvcn|y si|bac si|nguoi tu van|nguoi huong dan|chi huy|nguoi chi huy|truc ban|nguoi kiem tra"
    "|nguoi ghi|nguoi ghi so|thu ky|chu toa|truong ban|truong thon|bi thu|ky nhan|ky xac nhan|ky|tien|chi phi|kp"
    "|tong tien|nguon kp|tien chi|sdt|so dt|email|so xe|thoi tiet|so loa|so cum loa|so cum loa hoat dong"
    "|loa hong|tinh trang loa|so the|ma|ma so"
    "|ma hoat dong|so buu gui|so bhyt|so tien bhxh|gio hoc|gio phat song|gio phat thanh|tiet|tiet hoc|tuan"
    "|tuan thu|thang|quy|nam hoc|hoc ky|ca truc|khung gio|xep loai|dat khong dat|han|han nop|han cuoi"
    "|han chot|han xong|han ht|han th|han thuc hien|han bao cao|han xu ly|han cuoi cung|ngay het han|ngay den han"
    "|ngay han|deadline|due date|due|anh minh hoa"
    "|hinh anh kem theo|ton giao|tuoi|gioi tinh|cccd|so cccd|so tuyen truyen vien|so bao cao vien|so nguoi phuc vu"
    "|so luong nguoi phuc vu|ngay cong|so ngay cong|vi sao khong nhan|ly do khong nhan|why it was refused"
    "|ngay vb|ngay nhan|ngay nop|ngay phe duyet|ho ten hoc vien|ho ten hoi vien"
    "|ten hoi vien|ten hoc vien|bien tap vien|tac gia bai viet|so ho tham gia|so ho duoc huong dan"
    "|so gio|so gio phat|so gio phat song|nguoi nhap|nguoi gui|nguoi phat thanh|nguoi thuyet trinh"
    "|nguoi tuyen truyen|nguoi to chuc|ai phat",
    ROW_NUMBERS: "stt|tt|no|so tt|so thu tu|s t t|t t|thu tu|s tt",
}
"""Headings beside those of the table of fields (`activity_fields`), by what they mean."""

UNSURE: Final = frozenset(
    [
        "pham vi",
        "truong",
        "ten truong",
        "xa",
        "phuong",
        "thuoc ban",
        "thuoc thon",
        "don vi ban",
        "ban don vi",
        "don vi thon",
        "ban co quan",
        "thon co quan",
        "co quan ban",
        "co quan thon",
        "so tiet",
        "lop",
        "khoi lop",
        "chi hoi",
        "chi doan",
        "tram",
        "khu",
        "cum",
        "trang",
        "tin",
        "bai dang",
        "tp",
        "doi thuc hien",
        "ban nganh",
        "doan the",
        "so dan",
        "so khau",
        "nhan khau",
        "so luot kham",
        "luot kham",
        "so luot tiem",
        "nguoi tiep can",
        "nq",
        "nghi quyet",
    ]
)
"""Known headings that may mean something else, too: somebody is asked."""

SAYING_NO_MORE: Final = frozenset(
    re.findall(
        r"\w+",
        "cac cu da duoc cua va hoac trong tai tham du gia to chuc thuc hien tuyen truyen thong cong viec hoat dong noi dung"
        " phat dang song tong so chinh nguoi dan nghe buoi luot lan bai tin cuoc thang ngay xa phuong thon ban theo loai"
        " the cho tung hop huong ho tro tap huan tiep can"
        " giang day kham tiem truc tuan tra sinh hoat mo ra quan luyen dien chieu bieu tu van hoc hanh lam di trien khai pho"
        " bien noi chuyen boi duong van ngoai khoa qua uoc tinh chi hoi doan vu tt td tc gdsk pbgdpl moi chung",
    )
)
"""Words beside a known heading that do not make it another."""

DOERS: Final = frozenset(re.findall(r"\w+", "tuyen truyen truc giang day van phuc vu lam phat noi"))
"""Words by which people may be those who did it, and not those who came."""
CAME: Final = frozenset(re.findall(r"\w+", "duoc nghe du tham xem den hoc mat"))
"""Words by which they are those who came."""

AUDIENCES: Final = (
    "nguoi(?: dan| nghe| xem| hoc| doc)?|hoc vien|hv|khach(?: moi)?|khan(?: thinh)? gia|thinh gia|van dong vien|vdv"
    "|benh nhan|ba me|chi em|anh em|dong bao|ba con|dan|dai bieu|db|phu huynh(?: hoc sinh)?|chien si|bo doi"
    "|dan quan(?: tu ve)?|luc luong|ban doc|dong chi|d c|cu(?: ong| ba)?|cac cu|cac dong chi"
)
"""Who comes to what an office does; how many of them is the people."""

PHRASES: Final = {
    "t gian": "thoi gian",
    "t luong": "thoi luong",
    "s luong": "so luong",
    "s nguoi": "so nguoi",
    "d diem": "dia diem",
    "d ban": "dia ban",
    "d tuong": "doi tuong",
    "n dung": "noi dung",
    "k qua": "ket qua",
    "h thuc": "hinh thuc",
    "g chu": "ghi chu",
    "ng thang": "ngay thang",
    "ng dung": "noi dung",
    "noi dung cv": "noi dung cong viec",
    "noi dung hd": "noi dung hoat dong",
    "t h": "th",
    "t c": "tc",
    "dia diem tt": "dia diem tuyen truyen",
}
"""Abbreviations of two parts: "T/gian", "Đ.điểm"."""

ABBREVIATIONS: Final = {
    "sl": "so luong",
    "nd": "noi dung",
    "ndung": "noi dung",
    "tg": "thoi gian",
    "tgian": "thoi gian",
    "dd": "dia diem",
    "ddiem": "dia diem",
    "sn": "so nguoi",
    "kq": "ket qua",
    "gc": "ghi chu",
    "vb": "van ban",
    "hthuc": "hinh thuc",
    "dvtn": "doan vien thanh nien",
    "ccb": "cuu chien binh",
    "cb": "can bo",
    "cbcc": "can bo cong chuc",
    "cbccvc": "can bo cong chuc vien chuc",
    "pn": "phu nu",
    "hs": "hoc sinh",
    "gv": "giao vien",
    "nct": "nguoi cao tuoi",
    "dqtv": "dan quan tu ve",
    "qs": "quan so",
    "ts": "tong so",
    "ng": "nguoi",
    "kh": "ke hoach",
    "tdp": "to dan pho",
    "ndtt": "noi dung tuyen truyen",
    "tgtc": "thoi gian to chuc",
    "tgth": "thoi gian thuc hien",
    "ddtc": "dia diem to chuc",
    "kqth": "ket qua thuc hien",
}
"""Abbreviations, written out."""
