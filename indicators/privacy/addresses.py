"""The part of an address that leads to a door: number of the house, building, stair, floor and room. Roads stay."""

from __future__ import annotations

from indicators.privacy.rules import MaskingRule, by_pattern

_N = r"(?:[A-Z]{0,2}-?[0-9十百]{1,5}[A-Z]?|[A-Z](?![A-Z]))"  # 12, B1502, 16A, A; 十二 is 十2 by now
_AFTER_PLACE = r"(?<=[路街道巷里坊村苑园城庭居区庄湾寓厦邸轩府厝墟蓝峰岸都中东西南北])"
_LIVES = r"(?:(?<=住)|(?<=住在)|(?<=住址:)|(?<=地址:)|(?<=家在))"
_HOUSE = rf"[ ]?{_N}(?:-[0-9]{{1,4}})?[ ]?号(?:之[0-9十](?![0-9十]?[楼层])[0-9十]{{0,2}}|之[0-9十]|附[0-9]{{1,3}}号?)?"
_NOT_HOUSE = r"(?!线|令|文|公交|地铁|台风|门|闸|出口|窗|桥|泵|岗|机|井|馆|地块|仓|码头|电梯|国道|省道|标段|工程|楼宇)"
_PART = rf"[ ,]?(?:{_N}[ ]?(?:号楼|栋|幢|座|单元|梯|楼|层|室|号房|房号|房|号|铺|档|区)|[东西南北][座栋塔])"
_ROOM = r"[ ,]?(?:[A-Z]?[0-9]{3,4}[A-Z]?|[0-9]{1,2}[A-Z])(?![0-9A-Z年元户人米平])"
_BUILDING = rf"(?:{_N}[ ]?(?:号楼|栋|幢|座)|[东西南北][座栋塔])"
_NO_BUILDING = r"(?![0-9]|[新旧老大高]|楼|厂房|天桥|公厕|商务|住宅|别墅|塔|基站|桥|客车|以上)"
_NO_ROOM = r"(?![东子屋租产价源型地管门补客]|[内外温]|[0-9]厅|[0-9]卫)"
_BEFORE_ROOM = r"(?<![0-9A-Z共有建约余第])"

ADDRESSES: tuple[MaskingRule, ...] = tuple(
    by_pattern("address", "〔详细地址〕", pattern, reason)
    for reason, pattern in (
        (
            "a house in a lane or a team of a village",
            rf"{_BEFORE_ROOM}[0-9十]{{1,3}}(?:街|横街|巷|横巷|队|组|坊)[ ]?(?:[0-9十]{{1,3}}(?:巷|横巷|街))?"
            rf"{_HOUSE}{_NOT_HOUSE}",
        ),
        ("a house on a road and what follows", rf"{_AFTER_PLACE}{_HOUSE}{_NOT_HOUSE}(?:{_PART}){{0,5}}(?:{_ROOM})?"),
        (
            "a building with something inside it",
            rf"{_BEFORE_ROOM}{_BUILDING}(?:(?:{_PART}){{1,5}}{_NO_ROOM}(?:{_ROOM})?|{_ROOM})",
        ),
        ("a building of a named estate", rf"(?:{_AFTER_PLACE}|{_LIVES})[ ]?{_BUILDING}{_NO_BUILDING}"),
        (
            "a stair or a floor with a room",
            rf"{_BEFORE_ROOM}{_N}[ ]?(?:单元|梯|楼|层)[ ]?(?:[A-Z]?[0-9]{{3,4}}[A-Z]?(?:室|号房|房|铺)?|{_N}(?:"
            rf"室|号房|房))(?![0-9]){_NO_ROOM}",
        ),
        ("a stair with a floor", rf"{_BEFORE_ROOM}{_N}[ ]?(?:单元|梯)[ ]?{_N}[ ]?(?:层|楼|室|房|号)"),
        (
            "a room with three or four digits",
            rf"{_BEFORE_ROOM}(?:[A-Z]{{1,2}}-?)?[0-9]{{3,4}}[A-Z]?[ ]?(?:室|号房|房号|房|号铺|铺|档口){_NO_ROOM}",
        ),
        (
            "building, stair and room in short",
            rf"(?:{_AFTER_PLACE}|{_LIVES})[0-9]{{1,2}}[\-#](?:[0-9]{{1,2}}-)?[0-9]{{3,4}}(?![\-0-9])",
        ),
    )
)
