"""Masking what is personal in the text of an order: a table of rules, each with a reason code.

Nothing here knows where the text comes from. A rule that is in doubt masks: a masked word costs a reader little, an
unmasked number costs a citizen a lot. What is masked reads as 〔电话〕 and so on; masking twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

NUMERALS = "〇零一二三四五六七八九十百"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项"
    "祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "钮龚程嵇邢裴陆荣翁荀羊惠甄曲封储靳段巫焦巴牧谷车侯全班秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印白怀蒲邰鄂索籍赖卓蔺屠"
    "蒙池乔阴胥闻莘党翟谭贡劳申扶堵冉雍桑桂牛寿通边燕冀尚农温庄晏瞿阎连习艾鱼容向古易慎戈廖终步都耿满弘匡国文寇广东欧利师巩聂关荆"
)
_DOUBLE = "欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫|尉迟|令狐|端木|慕容"
_TITLES = "先生|女士|小姐|太太|阿姨|叔叔|大爷|大妈|师傅|老师|医生|同志"
_GIVEN = r"[\u4e00-\u9fff]"
_NAME = rf"(?:(?:{_DOUBLE}){_GIVEN}{{1,2}}|[{_SURNAMES}]{_GIVEN}{{1,2}})"
_MARK = r"(?:姓名|联系人|投诉人|举报人|来电人|申请人|诉求人|户主|业主姓名|当事人|本人|我叫|名叫|我是|收件人|负责人)"
_STOP = r"(?=$|[，。；、,;.\s（）()〔!！?？:：的]|先生|女士|小姐|电话|身份证|手机|于|在|反映|来电|投诉|住|家)"
_NO_NAME = r"公司|社区|小区|居民|业主|街道|单位|学校|商户|村民|工人|员工|群众|家长|司机|老板"
_BETWEEN = "市民的和与给向找由对是为：:"  # stands before a name inside a sentence
_LINE = r"(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[\s\-‐–—]?)[2-9]\d{6,7}(?:转\d{1,5})?"
_PAPER = r"(?:护照|通行证|回乡证|军官证)(?:号码|号)?(?:为|是|[:：])?\s*[A-Z]{0,2}\d{6,9}[A-Z]?"
_DIGIT = r"(?:[\s\-‐–—]?\d)"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ROOM = rf"(?:\d{{1,5}}|[A-Za-z]{{1,2}}\d{{0,4}}|[{NUMERALS}]{{1,5}})"


@dataclass(frozen=True)
class Rule:
    """What a pattern finds is masked with a word; `kept` names a group that stays. `holds` may say no to a find."""

    code: str
    mask: str
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] = lambda found: True


@dataclass(frozen=True)
class Masked:
    """A text without what is personal, and how often each rule found something."""

    text: str
    reasons: dict[str, int]


def _is_identity(found: re.Match[str]) -> bool:
    """Eighteen digits with a check digit (GB 11643), or a number with a birthday in its place."""
    digits = re.sub(r"[\s\-‐–—]", "", found.group(0)).upper()
    month, day = int(digits[10:12]), int(digits[12:14])
    return 1 <= month <= 12 and 1 <= day <= 31


def _is_card(found: re.Match[str]) -> bool:
    """Sixteen to nineteen digits that keep Luhn's check, or any that stand behind a word for a card."""
    digits = [int(one) for one in re.sub(r"\D", "", found.group("number"))]
    if found.group("said"):
        return True
    doubled = [n if place % 2 == 0 else sum(divmod(n * 2, 10)) for place, n in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _no_place(found: re.Match[str]) -> bool:
    """A name behind a marker is none where it is a word for people or an office."""
    return not re.search(_NO_NAME, found.group(0))


def _no_thanks(found: re.Match[str]) -> bool:
    """谢谢老师 names nobody."""
    return "谢谢" not in found.group(0)


RULES: tuple[Rule, ...] = (
    Rule(
        "identity-number",
        "〔身份证号〕",
        re.compile(rf"(?<!\d)[1-9]{_DIGIT}{{5}}[\s\-‐–—]?(?:19|20){_DIGIT}{{9}}[\s\-‐–—]?[\dXx](?![\dA-Za-z])"),
        _is_identity,
    ),
    Rule(
        "bank-card",
        "〔银行卡号〕",
        re.compile(
            rf"(?P<said>(?:银行卡|卡号|账号|帐号|账户|存折)(?:号码|号)?(?:为|是|[:：])?\s*)?"
            rf"(?<!\d)(?P<number>[1-9]{_DIGIT}{{14,18}})(?!\d)"
        ),
        _is_card,
    ),
    Rule("mobile", "〔电话〕", re.compile(rf"(?<!\d)(?:\+?86[\s\-]?)?1[\s\-]?[3-9]{_DIGIT}{{9}}(?!\d)")),
    Rule("telephone", "〔电话〕", re.compile(rf"(?<!\d){_LINE}(?!\d)")),
    Rule(
        "telephone",
        "〔电话〕",
        re.compile(r"(?:电话|座机|致电|拨打)(?:号码|号)?(?:为|是|[:：])?\s*[2-9]\d{6,7}(?!\d)"),
    ),
    Rule("e-mail", "〔邮箱〕", re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")),
    Rule(
        "chat-account",
        "〔微信QQ号〕",
        re.compile(r"(?:微信|QQ|qq|WeChat)(?:号码|号)?(?:为|是|[:：])?\s*[A-Za-z0-9_\-]{5,20}(?![A-Za-z0-9_\-])"),
    ),
    Rule(
        "plate",
        "〔车牌〕",
        re.compile(
            rf"[{_PROVINCES}][A-HJ-NP-Z][\s·•\-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳领](?![A-Za-z0-9])"
        ),
    ),
    Rule("passport", "〔证件号〕", re.compile(_PAPER)),
    Rule(
        "address",
        "〔详细地址〕",
        re.compile(
            rf"(?:(?<=[路街道巷里坊村苑园城庭居区庄湾寓厦邸轩府])\s*{_ROOM}\s*号(?:之[{NUMERALS}\d]{{1,2}})?"
            rf"(?!线|楼宇|文件|令|公交|地铁|台风)(?:{_ROOM}(?:栋|幢|座|楼|号楼|单元|层|室|房|号|铺)|[东西南北]座){{0,5}}"
            rf"|(?<![共有建约新余\d{NUMERALS}]){_ROOM}(?:栋|幢|座|号楼)\s*(?:{_ROOM}(?:单元|梯|层|楼|室|房|号)?\s*){{0,4}}"
            rf"|{_ROOM}(?:单元|梯)\s*(?:{_ROOM}(?:层|楼|室|房|号)?){{1,2}}"
            rf"|(?<![\d]){_ROOM}(?:室|号房|房号))"
        ),
    ),
    Rule("name", "〔姓名〕", re.compile(rf"(?P<kept>{_MARK}(?:叫|为|是|[:：])?\s*){_NAME}{_STOP}"), _no_place),
    Rule(
        "name",
        "〔姓名〕",
        re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[{_BETWEEN}]))"
            rf"(?:{_NAME}|[{_SURNAMES}]某{{1,2}}|{_DOUBLE}|[{_SURNAMES}])(?=(?:{_TITLES}))"
        ),
        _no_thanks,
    ),
)


def mask(text: str) -> Masked:
    """The text with everything personal masked that the rules find, and the reasons."""
    reasons: dict[str, int] = {}
    for rule in RULES:

        def put(found: re.Match[str], rule: Rule = rule) -> str:
            if not rule.holds(found):
                return found.group(0)
            reasons[rule.code] = reasons.get(rule.code, 0) + 1
            kept = found.groupdict().get("kept") or ""
            return kept + rule.mask

        text = rule.pattern.sub(put, text)
    return Masked(text, reasons)
