"""What is known by the word before it or by its form: accounts, papers, plates, birthdays, mail and chat."""

from __future__ import annotations

import re

from indicators.privacy.rules import MaskingRule, by_pattern

_LINK = r"(?:账号|帐号|号码|编号|卡号|号牌|ID|号|码)?[ ]{0,2}(?:就是|[是为叫]|[:=,])?[ ]{0,2}"
_BODY = r"(?P<secret>[A-Z]{0,4}[ \-]?[0-9](?:[ .\-]?[0-9A-Z*]){2,24})(?![0-9A-Z])"
_END = r"(?![0-9A-Z])"
_OWN_NUMBER = (
    r"社保卡|医保卡|(?:社保|社会保障|社会保险|医保|公积金|养老金)(?:卡|个人)?(?=账号|帐号|编号|卡号|号)|学号|"
    r"学籍号|学籍|准考证|考生|考号|户号|用户号|个人编号"
    r"|参保|工号|警号|病历号|住院号|门诊号|就诊卡|诊疗卡|病案号|驾驶证|驾照|残疾证|居住证|会员号|会员卡|缴费号"
    r"|水表|电表|燃气表|档案编?号|房产证|结婚证"
)
_PAPER = r"护照|通行证|回乡证|港澳证|台胞证|军官证|士兵证|身份证|证件|证号"
_CHAT = (
    r"微[ ]?信|威信|薇信|(?<![A-Z])(?:WeChat|weixin|wx|vx|Q[ ]?Q|Q)|[V微]信|扣扣|企鹅号|抖音|快手|小红书|支付宝|钉钉|"
    r"微博|加[vV微]"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DAY = r"[0-9十廿卅初]{1,3}"
_YEAR = r"(?<![0-9])(?:[0-9]{4}|[0-9]{2})[ ]?[年./\-][ ]?"
_DATE = (
    rf"(?:{_YEAR}{_DAY}(?:[ ]?(?:月份?|[./\-])(?:[ ]?{_DAY}[日号]?)?)?|(?:19|20)[0-9]{{6}}|(?<![年0-9./\-])"
    rf"{_DAY}月{_DAY}[日号]?)"
)
_NO_LIMIT = r"(?![0-9]|[以之]?[前后]|[ ]?[至到\-~]|期间)"


def _three_digits(found: re.Match[str]) -> bool:
    return len(re.findall("[0-9]", found.group("secret"))) >= 3


def _is_plate(found: re.Match[str]) -> bool:
    """Five signs after the letter, six with new energy; without a digit all are capitals."""
    tail = re.sub(r"[ .·_/\-]", "", found.group("tail"))
    return len(tail) in {5, 6} and (bool(re.search("[0-9]", tail)) or (tail.isupper() and len(found.group()) < 9))


def _is_no_date(found: re.Match[str]) -> bool:
    return not re.match(r"[A-Z]{1,2}20[0-9]{2}(?:0[1-9]|1[0-2])", found.group(), re.I)


def _is_no_hotline(found: re.Match[str]) -> bool:
    return not re.match(r"[48]00", found.group("secret"))


ACCOUNTS: tuple[MaskingRule, ...] = (
    by_pattern(
        "telephone",
        "〔电话〕",
        r"(?<![0-9A-Z])(?:1[3-9][0-9]{1,6}[*X×]{3,9}|[1-6][0-9]{2,5}[*X×]{6,14})[0-9]{0,4}(?![0-9*])",
        "half a number with stars tells who it is together with the rest of the text",
    ),
    by_pattern(
        "telephone",
        "〔电话〕",
        rf"(?:电话|手机|联系方式|固话|座机){_LINK}(?P<secret>[0-9](?:[ \-]?[0-9]){{6,12}})(?![0-9元万件人])",
        "a number behind the word telephone, of any length but a hotline's",
        holds=_is_no_hotline,
    ),
    by_pattern(
        "number-tail",
        "〔号码〕",
        r"尾号[是为:]?[ ]{0,2}(?P<secret>[0-9]{3,6}[X]?)(?![0-9])",
        "the last digits of a number that its owner or a bank knows",
    ),
    by_pattern(
        "e-mail",
        "〔邮箱〕",
        r"(?<![A-Z0-9._%+\-])[A-Z0-9._%+\-]{1,64}+[ ]?(?:@|\(at\)|\[at\]|艾特)[ ]?[A-Z0-9\-]{1,63}(?:\.[A-Z0-9"
        r"\-]{1,63}){1,5}",
        "an address of one person",
        in_words=True,
    ),
    by_pattern(
        "chat-account",
        "〔微信QQ号〕",
        rf"(?:{_CHAT})(?:[ ]?(?:账号|帐号|号码|ID|号)?[ ]{{0,2}}[是为:=][ ]{{0,2}}|(?:账号|帐号|号码|ID|号)[ ]{{0,2}}"
        rf"|[ ]{{0,2}}(?=[A-Z_\-]{{0,19}}[0-9]))(?P<secret>[A-Z][A-Z0-9_\-]{{4,19}}"
        rf"|[A-Z][A-Z0-9_\-./]{{4,24}}[A-Z0-9]|[0-9](?:[ ._\-/]{{0,2}}[0-9]){{4,11}}){_END}",
        "an account of one person",
        in_words=True,
    ),
    by_pattern(
        "plate",
        "〔车牌〕",
        rf"[{_PROVINCES}][ ]?[A-Z](?P<tail>(?:[ .·_/\-]{{0,2}}[A-Z0-9]){{4,6}}[挂学警港澳领]?)(?![A-Z0-9])",
        "names the keeper of a vehicle",
        holds=_is_plate,
    ),
    by_pattern(
        "plate",
        "〔车牌〕",
        rf"(?:车牌|车号|号牌|牌号|牌照){_LINK}(?P<secret>(?:佛山|[{_PROVINCES}])?[ ·]?[A-Z]?[ ·\-]?[A-Z0-9]{{4,"
        rf"7}}){_END}",
        "a plate without its province, or of an electric bicycle",
        holds=_three_digits,
    ),
    by_pattern(
        "own-number",
        "〔个人编号〕",
        rf"(?:{_OWN_NUMBER}){_LINK}{_BODY}",
        "names one person in the files of an office, a school, a hospital or a supplier",
    ),
    by_pattern(
        "paper",
        "〔证件号〕",
        rf"(?:{_PAPER}){_LINK}(?P<secret>[A-Z]{{0,3}}[ ]?[0-9](?:[ \-]?[0-9*]){{5,19}}[A-Z]?(?:\([0-9A]\))?){_END}",
        "a paper that identifies",
    ),
    by_pattern(
        "paper",
        "〔证件号〕",
        r"(?P<secret>[\u4e00-\u9fff]字第[ ]?[0-9]{4,10}号)(?<=号)",
        "an officer's paper",
        holds=lambda found: found.group("secret")[0] in "军士警文参政后装海空武南北东西中",
    ),
    by_pattern(
        "paper",
        "〔证件号〕",
        r"(?<![A-Z0-9字])(?:[EGHM][0-9]{8}|E[A-Z][0-9]{7}|[HMC][0-9]{8,10}|[A-Z]{1,2}[0-9]{6}\([0-9A]\))(?![A-Z0-9])",
        "a passport, a permit for Hong Kong or Macau, or an identity card of there, by its form",
        holds=_is_no_date,
    ),
    by_pattern(
        "birthday",
        "〔出生日期〕",
        rf"(?:出生(?:日期|年月日?|时间|于)?|生于|生日)[ ]{{0,2}}[是为在:]?[ ]{{0,2}}(?P<secret>(?>{_DATE})){_NO_LIMIT}",
        "tells who somebody is together with a place",
    ),
    by_pattern(
        "birthday",
        "〔出生日期〕",
        rf"(?<![至到~\-0-9])(?P<secret>{_DATE})[ ]?(?:出生|的?生日|生(?=$|[ ,.;。、!?]))",
        "tells who somebody is together with a place",
    ),
)
