"""The plan's figures, typed by hand from its text, against the files that are loaded."""

import csv
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
CITY, CHANCHENG, NANHAI, SHUNDE, SANSHUI, GAOMING = 440600, 440604, 440605, 440606, 440607, 440608


def rows(name: str) -> dict[str, dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as text:
        return {row["id"]: row for row in csv.DictReader(text)}


@pytest.mark.parametrize(
    ("figure", "words", "value", "qualifier", "region"),
    [
        ("B02", "2020年新增5G基站7541座", 7541, "exact", CITY),
        ("B03", "累计9242座", 9242, "exact", CITY),
        ("B04", "200多家市直党政单位", 200, "more_than", CITY),
        ("B05", "共1000多家单位", 1000, "more_than", CITY),
        ("B06", "约5万多台终端设备", 50_000, "about", CITY),
        ("B07", "46,800个VCPU", 46_800, "exact", CITY),
        ("B09", "5348TB的存储和备份能力", 5348, "exact", CITY),
        ("B10", "202个党政部门", 202, "exact", CITY),
        ("B11", "1185个政务信息系统", 1185, "exact", CITY),
        ("B13", "37份标准的技术规范框架", 37, "exact", CITY),
        ("B14", "归集260个系统", 260, "exact", CITY),
        ("B15", "超230亿条政务数据", 230, "more_than", CITY),
        ("B19", "3058万条省级数据", 3058, "exact", CITY),
        ("B21", "860个数据集", 860, "exact", CITY),
        ("B22", "约4267万条数据", 4267, "about", CITY),
        ("B23", "833个行政服务网点", 833, "exact", CITY),
        ("B24", "1250台“市民之窗”", 1250, "exact", CITY),
        ("B25", "301个事项可容缺受理", 301, "exact", CITY),
        ("B26", "1,217,299份电子材料可复用", 1_217_299, "exact", CITY),
        ("B27", "1798个电子表单", 1798, "exact", CITY),
        ("B28", "事项全程网办率90%", 90, "exact", CITY),
        ("B29", "即办率80%", 80, "exact", CITY),
        ("B30", "时间压减率89.5%", 89.5, "exact", CITY),
        ("B32", "47个事项推进“秒批秒办”", 47, "exact", CITY),
        ("B34", "共402个事项的“跨省通办”", 402, "exact", CITY),
        ("B39", "共7350个用户", 7350, "exact", CITY),
        ("B41", "注册用户突破365.7万", 365.7, "more_than", CITY),
        ("B42", "月活跃用户占比约20%", 20, "about", CITY),
        ("B43", "日均使用访问量超1800人", 1800, "more_than", CITY),
        ("B44", "仅禅城区每年就惠及超过8万个家庭", 8, "more_than", CHANCHENG),
        ("B51", "5817个网格", 5817, "exact", CITY),
        ("B52", "一类视频监控点75,681个", 75_681, "exact", CITY),
        ("B53", "车辆卡口5729套", 5729, "exact", CITY),
        ("B54", "数字产业方面排名前3", 3, "top", CITY),
        ("B55", "高新技术企业累计达5718家", 5718, "exact", CITY),
        ("B58", "机器人研发生产企业约240家", 240, "about", CITY),
        ("B59", "机器人应用已超万台", 10_000, "more_than", CITY),
        ("B60", "已沉淀超50亿条数据", 50, "more_than", NANHAI),
        ("B61", "囊括40多个场景应用", 40, "more_than", SHUNDE),
        ("B62", "不动产登记60分钟审批", 60, "exact", SANSHUI),
        ("B63", "2020年12项复制推广经验之一", 12, "exact", GAOMING),
    ],
)
def test_a_baseline_says_what_the_plan_says(figure: str, words: str, value: float, qualifier: str, region: int) -> None:
    row = rows("plan_baselines.csv")[figure]
    assert (float(row["value"]), row["qualifier"], int(row["region"])) == (value, qualifier, region), words


@pytest.mark.parametrize(
    ("figure", "value", "qualifier", "unit", "period", "section"),
    [
        ("T01", 1, "at_most", "天", "2025", "四(五)1(6)"),
        ("T02", 1, "at_most", "小时", "2025", "四(五)1(6)"),
        ("T03", 100, "exact", "%", "2025", "四(五)1(4)"),
        ("T04", 100, "exact", "%", "2022", "六(一)1"),
        ("T05", 100, "exact", "%", "2025", "六(三)1"),
        ("T06", 100, "exact", "%", "2025", "七(三)"),
    ],
)
def test_a_target_says_what_the_plan_says(
    figure: str, value: float, qualifier: str, unit: str, period: str, section: str
) -> None:
    row = rows("plan_targets.csv")[figure]
    assert float(row["value"]) == value
    assert (row["qualifier"], row["unit"], row["period"], row["section"]) == (qualifier, unit, period, section)
    assert row["state"] == "plan"


def test_all_figures_of_the_plan_are_there_once() -> None:
    assert list(rows("plan_baselines.csv")) == [f"B{n:02}" for n in range(1, 64)]
    assert list(rows("plan_targets.csv")) == [f"T{n:02}" for n in range(1, 7)]


def test_what_the_plan_words_loosely_is_not_shown_as_exact() -> None:
    loose = {figure for figure, row in rows("plan_baselines.csv").items() if row["qualifier"] != "exact"}
    more_than = {4, 5, 15, 17, 38, 40, 41, 43, 44, 45, 48, 59, 60, 61}
    about = {6, 22, 42, 58}
    assert loose == {f"B{n:02}" for n in more_than | about | {54}}


def test_every_figure_names_its_place_in_the_plan() -> None:
    for row in (*rows("plan_baselines.csv").values(), *rows("plan_targets.csv").values()):
        assert row["section"]
        assert row["name_zh"]
        assert row["name_en"]
        assert row["ref"] == "S"
