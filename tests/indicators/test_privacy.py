"""Masking: hundreds of made-up texts that must lose what is personal, and as many that must stay as they are.

Recall and precision are counted over a labelled set that is drawn here; the texts share nothing with the rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.privacy import RULES, mask

DICE = random.Random(20250630)
FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁任沈姚卢姜崔钟谭陆汪"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华文斌国建志雅婷欣怡浩宇轩梓涵子墨"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def name() -> str:
    return DICE.choice(FAMILY) + "".join(DICE.sample(GIVEN, DICE.choice((1, 2, 2))))


def mobile() -> str:
    digits = f"1{DICE.randint(3, 9)}{DICE.randint(0, 10**9 - 1):09d}"
    shapes = (digits, f"{digits[:3]}-{digits[3:7]}-{digits[7:]}", f"{digits[:3]} {digits[3:7]} {digits[7:]}")
    return DICE.choice((*shapes, f"+86{digits}"))


def identity() -> str:
    body = f"4406{DICE.randint(1, 9):02d}{DICE.randint(1950, 2015)}{DICE.randint(1, 12):02d}{DICE.randint(1, 28):02d}"
    body += f"{DICE.randint(1, 999):03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def card() -> str:
    body = "62" + "".join(str(DICE.randint(0, 9)) for _ in range(16))
    total = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def plate() -> str:
    tail = "".join(DICE.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(DICE.choice((5, 6))))
    return DICE.choice(("粤E", "粤A", "粤X", "桂D", "湘L")) + DICE.choice(("", "·")) + tail


def door() -> str:
    room = f"{DICE.randint(1, 30)}{DICE.randint(1, 12):02d}"
    return DICE.choice(
        (
            f"{DICE.randint(1, 300)}号", f"{DICE.randint(1, 300)}号{DICE.randint(1, 20)}栋{room}室",
            f"{DICE.randint(1, 30)}座{room}房", f"{DICE.randint(1, 30)}号楼{DICE.randint(1, 4)}单元{room}",
            f"{DICE.randint(1, 20)}栋{DICE.randint(1, 30)}楼",
        )
    )  # fmt: skip


ROADS = (
    "季华五路",
    "南海大道",
    "汾江中路",
    "文华北路",
    "桂澜路",
    "容桂大道",
    "东乐路",
    "佛山大道",
    "同济路",
    "岭南大道",
)
Made = tuple[str, str]  # the text, and what must not be readable in it
PERSONAL: dict[str, Callable[[], Made]] = {
    "named after a marker": lambda: _put("来电人：{}，反映小区门口占道经营。", name()),
    "named as contact": lambda: _put("联系人{}，希望尽快处理。", name()),
    "named myself": lambda: _put("我叫{}，想咨询社保转移。", name()),
    "named with a title": lambda: _put("{}先生反映夜间施工噪声扰民。", name()),
    "named inside a sentence": lambda: _put("市民{}女士来电投诉商家不退款。", name()),
    "mobile": lambda: _put("请回复电话{}，谢谢。", mobile()),
    "mobile without a word": lambda: _put("路灯坏了好几天，{}，麻烦跟进。", mobile()),
    "line": lambda: _put("座机0757-{}，工作时间有人接。", f"8{DICE.randint(0, 9999999):07d}"),
    "line without a code": lambda: _put("联系电话：{}。", f"8{DICE.randint(0, 9999999):07d}"),
    "identity": lambda: _put("身份证号{}，查询公租房进度。", identity()),
    "identity without a word": lambda: _put("本人资料{}已提交两次。", identity()),
    "card": lambda: _put("退款至银行卡{}，至今未到账。", card()),
    "plate": lambda: _put("车辆{}长期占用消防通道。", plate()),
    "door": lambda: _put("住" + DICE.choice(ROADS) + "{}，楼下烧烤档油烟大。", door()),
    "e-mail": lambda: _put("资料发到{}即可。", f"user{DICE.randint(1, 999)}@example.com"),
    "chat": lambda: _put("加微信{}联系我。", f"wx_{DICE.randint(10000, 999999)}"),
}
PLAIN: tuple[Callable[[], str], ...] = (
    lambda: f"{DICE.choice(ROADS)}路灯已坏{DICE.randint(2, 30)}天，请尽快修复。",
    lambda: f"乘坐{DICE.randint(101, 899)}路公交等了{DICE.randint(20, 60)}分钟。",
    lambda: f"2025年{DICE.randint(1, 6)}月{DICE.randint(1, 28)}日{DICE.randint(0, 23)}点停水，至今未恢复。",
    lambda: f"工单号2025{DICE.randint(1, 12):02d}{DICE.randint(1, 28):02d}{DICE.randint(0, 999999):06d}，催办。",
    lambda: f"商家收取{DICE.randint(100, 99999)}元押金不退。",
    lambda: "拨打12345热线咨询，转接12328和96110。",
    lambda: f"小区共{DICE.randint(2, 40)}栋楼，{DICE.randint(200, 3000)}户居民用水压力不足。",
    lambda: f"地铁{DICE.randint(2, 4)}号线施工噪声大，夜间{DICE.randint(70, 90)}分贝。",
    lambda: "祖庙街道办事处附近垃圾未及时清运，张槎街道也有同样情况。",
    lambda: f"孩子读{DICE.choice('一二三四五六')}年级，咨询学位申请条件。",
    lambda: "何时开通公交专线？周边居民出行不便。",
    lambda: f"面积{DICE.randint(40, 200)}.5平方米，物业费每平方米{DICE.randint(1, 5)}.8元。",
    lambda: "高温天气工地未停工，安全帽佩戴不规范。",
    lambda: "本人反映楼下商铺油烟扰民，希望环保部门检查。",
    lambda: f"网格44060{DICE.randint(4, 8)}{DICE.randint(100, 999)}{DICE.randint(100, 999)}内河涌发臭。",
)


def _put(text: str, secret: str) -> Made:
    return text.format(secret), secret


LABELLED = [(kind, *make()) for kind, make in PERSONAL.items() for _ in range(40)]
UNTOUCHED = [make() for make in PLAIN for _ in range(40)]


def readable(secret: str, text: str) -> bool:
    """Whether what is personal still stands there; of a number also the larger part of it."""
    digits = re.sub(r"\D", "", secret)
    return secret in text or (len(digits) >= 7 and digits[:7] in re.sub(r"\D", "", text))


@pytest.mark.parametrize("kind", sorted(PERSONAL))
def test_hardly_anything_personal_stays_readable(kind: str) -> None:
    mine = [(text, secret) for found, text, secret in LABELLED if found == kind]
    left = [text for text, secret in mine if readable(secret, mask(text).text)]
    assert len(left) <= 0.05 * len(mine), left[:3]


def test_recall_and_precision_over_the_labelled_set() -> None:
    masked = sum(not readable(secret, mask(text).text) for _, text, secret in LABELLED)
    wrong = sum(bool(mask(text).reasons) for text in UNTOUCHED)
    recall, precision = masked / len(LABELLED), masked / (masked + wrong)
    assert recall >= 0.98, f"recall {recall:.3f} of {len(LABELLED)}"
    assert precision >= 0.98, f"precision {precision:.3f}, {wrong} of {len(UNTOUCHED)} touched"


@pytest.mark.parametrize("make", PLAIN)
def test_what_is_not_personal_stays_as_it_is(make: Callable[[], str]) -> None:
    text = make()
    assert mask(text).text == text


@given(st.lists(st.sampled_from([text for _, text, _ in LABELLED] + UNTOUCHED), max_size=6).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@given(st.text(max_size=200))
def test_any_text_can_be_masked_and_reasons_are_those_of_the_table(text: str) -> None:
    found = mask(text)
    assert set(found.reasons) <= {rule.code for rule in RULES}
    assert bool(found.reasons) == (found.text != text)


@given(st.integers(0, 10**9 - 1), st.integers(3, 9), st.sampled_from(["", "电话", "请联系", "，"]))
def test_no_mobile_number_is_ever_readable(tail: int, second: int, before: str) -> None:
    number = f"1{second}{tail:09d}"
    assert number not in mask(f"{before}{number}，谢谢").text
