"""Firm names as they are compared: what printing, typing and scanning change is folded away, step by step."""

import polars as pl

# characters that a scan or a tired eye takes for one another, by shape; never numerals, which tell branches apart
LOOKALIKES = (
    "己已巳 末未 土士 日曰 人入 大太犬 干千于 王玉 田由甲申 木术 贝见 令今 何河 普晋 秦泰奉 科料 "
    "材村 桥侨 冶治 侯候 免兔 博搏 杨扬 汾份 洋详 技枝 微徽 恒桓 昌冒 样祥 瑞端 运远 棉绵 铭络 "
    "钢纲 牧枚 仓仑 伟纬 升开井 台合 问间闯 园圆 地池 乌鸟 刀力 沐沭 灯打 伸仲 冷泠 凯剀 勋助 印卬 "
    "呈皇 基墓 塔搭 奥粤 宇字 定走 尧先 尤龙 屯电 岳兵 崇祟 巨臣 幸辛 廷延 弘引 强弦 徐涂 志忘 "
    "惠恵 成戌 戴载 托拖 振报 捷棲 斯期 旭旬 旺胜 易昜 昊吴 明朋 晶品 景影 曹曾 朗郎 杏否 析折 "
    "枫枧 柏拍 桂挂 桐洞 楷偕 檬蒙 正止 武式 毅敦 沃妖 沙纱 泉帛 涛铸 淇琪 湖糊 源塬 溢益 滨宾 "
    "漫慢 潞璐 烨桦 照昭 煜煌 熙煕 玖坟 环坏 玮炜 珍诊 珠殊 理埋 琳淋 瑜喻 甜恬 畅肠 盈盁 盛感 "
    "盟盐 矿旷 码妈 确硧 祺棋 禄碌 秋秩 程桯 章竟 竹什 笔毛 简筒 粮粱 糖搪 纳讷 纺坊 细佃 织识 "
    "综踪 绿缘 维唯 网冈 置罝 联耿 育盲 能熊 脉咏 航舫 良艮 艺乙 芳苗 苑范 茂荗 茶荼 莱菜 莲连 "
    "菲韭 萌荫 蓝监 藏臧 虹虾 蜂峰 融隔 蟹蠏 行衍 装袋 裕格 西酉 设没 诺偌 谊谁 豪毫 象像 货贷 "
    "贸贺 费资 赛寒 赢羸 轩杆 轮抡 辉晖 达迖 迅讯 通诵 遥摇 钧钓 银很 铝铅 阳阴 陆陇 陈阵 降隆 "
    "陶淘 雅稚 雪霄 鞋靴 顺须 颖颗 饰饮 馨馫 驰弛 骏俊 魏巍 鸿鸣 鹰膺 麦表 黄寅 黎藜 齐剂 佳住 "
    "请清 夭天 永水 百白 鹏鹃 新亲 风凤 厂广 蓬篷 壮状 栋拣 徕睐 农衣 帅师 坤坩 翼冀"
)
_TYPED = {"O": "0", "I": "1", "L": "1", "〇": "0"}
_FORMS = {"有限责任公司": "有限公司", "有限贵任公司": "有限公司", "有限责任公": "有限公司", "股份公司": "股份有限公司"}


def _folds() -> dict[str, str]:
    """Each look-alike to the first of its group."""
    return _TYPED | {other: group[0] for group in LOOKALIKES.split() for other in group[1:]}


FOLDS = _folds()


def plain(name: pl.Expr) -> pl.Expr:
    """Half width, capitals, letters and digits alone: no brackets, points and blanks."""
    return name.str.normalize("NFKC").str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def key(plain_name: pl.Expr) -> pl.Expr:
    """Of a plain name: one spelling of the legal form, and no 省 or 市 behind the place it begins with."""
    formed = plain_name.str.replace_many(list(_FORMS), list(_FORMS.values()), leftmost=True)
    return formed.str.replace(r"^(\p{Han}{2,3})省", "$1").str.replace(r"^((?:山西)?\p{Han}{2,3})市", "$1")


def fold(key_name: pl.Expr) -> pl.Expr:
    """Of a key: look-alikes as one character."""
    return key_name.str.replace_many(list(FOLDS), list(FOLDS.values()))
