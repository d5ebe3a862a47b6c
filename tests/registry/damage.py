"""Names damaged as lists damage them, and who they really are: what the matching is measured with.

The slips of the scanner are a list of their own, not the one that the matching knows.
"""

import random
from collections.abc import Callable

import polars as pl

SCANNED = (
    "未末 日曰 土士 己已 人入 大太 王玉 干千 天夫 木本 田由 何河 晋普 秦泰 料科 材村 冶治 侯候 博搏 杨扬 技枝 微徽 恒桓 冒昌 样祥 "
    "瑞端 纲钢 绵棉 络铭 问间 池地 鸟乌 今令 冷泠 字宇 崇祟 托拖 晶品 旺汪 材林 析折 盛感 确硧 粮粱 织识 网冈 维唯 综踪 茶荼 菜莱 "
    "虹虾 融隔 袋装 货贷 贸贺 辉晖 迅讯 铝铅 阳阴 陆陇 降隆 雅稚 馨馫 鲁曹 凯剀 源塬 设没 格裕 银很 机杌 商啇 餐粲 建健 筑巩 饮饭 息媳 "
    "园圆 物牧 业亚 电屯 工土 程桯 化比 农衣 养羊 种和"
)
_TWINS = {a: b for pair in SCANNED.split() for a, b in (tuple(pair), tuple(pair)[::-1])}
_FULL_WIDTH = {ord("("): "（", ord(")"): "）"} | {
    ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}


def scanned(name: str, chance: random.Random) -> str:
    """One character taken for another; as it is where none of it can be."""
    places = [place for place, character in enumerate(name) if character in _TWINS]
    if not places:
        return spaced(name, chance)
    place = chance.choice(places)
    return name[:place] + _TWINS[name[place]] + name[place + 1 :]


def spaced(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return f" {name[:place]}{chance.choice(' 　')}{name[place:]} "


def widened(name: str, chance: random.Random) -> str:
    return name.translate(_FULL_WIDTH) if name.translate(_FULL_WIDTH) != name else spaced(name, chance)


def bracketed(name: str, chance: random.Random) -> str:
    """The place in brackets, as branches and joint ventures print it."""
    return f"{name[:2]}{chance.choice(['（', '(', '【'])}{name[2:4]}{chance.choice(['）', ')', '】'])}{name[4:]}"


def formed(name: str, chance: random.Random) -> str:
    """The legal form in its other spelling."""
    if "有限责任公司" in name:
        return name.replace("有限责任公司", "有限公司")
    return name.replace("有限公司", "有限责任公司")


def unmarked(name: str, chance: random.Random) -> str:
    """山西省, 太原市 as 山西, 太原."""
    return name[:2] + name[3:] if name[2] in "省市" else spaced(name, chance)


def mistyped(name: str, chance: random.Random) -> str:
    """A character left out or written twice, anywhere but at the ends."""
    place = chance.randrange(2, len(name) - 2)
    return name[:place] + chance.choice(["", name[place] * 2]) + name[place + 1 :]


DAMAGES: dict[Callable[[str, random.Random], str], int] = {
    widened: 15, spaced: 15, bracketed: 12, formed: 20, unmarked: 10, scanned: 22, mistyped: 4,
}  # fmt: skip


def labelled(firms: pl.DataFrame, seed: int, outside: float = 0.2) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A damaged list (name, city, truth) and the register (credit_code, name, current, place, industry).

    A fifth of the listed firms are not in the register: to link them is always wrong, and truth is null. A tenth of the
    others have changed their name since, and the list has the old one.
    """
    chance = random.Random(seed)
    kinds = list(DAMAGES)
    listed, register = [], []
    for code, name, city in firms.select("credit_code", "name", "city").iter_rows():
        damage = chance.choices(kinds, list(DAMAGES.values()))[0]
        row = {"name": damage(name, chance), "city": city, "industry": None, "damage": damage.__name__}
        place = code[2:6]
        fate = chance.random()
        if fate < outside:
            listed.append(row | {"truth": None})
            continue
        listed.append(row | {"truth": code})
        entity = {"credit_code": code, "name": name, "place": place, "industry": None}
        if fate < outside + 0.08:
            register.append(entity | {"current": False})
            register.append(entity | {"name": renamed(name, chance), "current": True})
        else:
            register.append(entity | {"current": True})
    text = {"industry": pl.String}
    return pl.DataFrame(listed, schema_overrides=text), pl.DataFrame(register, schema_overrides=text)


def renamed(name: str, chance: random.Random) -> str:
    return name[:2] + "".join(chance.choice("鼎盛华瑞泰安和信德") for _ in range(2)) + name[4:]


def precision_and_recall(matched: pl.DataFrame) -> tuple[float, float]:
    linked = matched.filter(pl.col("credit_code").is_not_null())
    right = linked.filter(pl.col("credit_code").eq_missing(pl.col("truth"))).height
    return right / linked.height, right / matched["truth"].count()
