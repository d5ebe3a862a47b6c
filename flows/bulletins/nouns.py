"""Nouns that the grammar must know: heads of indicators' names, and those that only point back at a subject."""


def wordset(*words: str) -> frozenset[str]:
    """The words of strings that list them with blanks between."""
    return frozenset(" ".join(words).split())


# What an indicator's name can end in; a phrase without one (轻工业, 城镇) is only a part of something.
HEADS = wordset(
    "增加值 总产值 产值 产量 总产量 面积 投资 投资额 完成投资 收入 支出 余额 存款余额 贷款余额 "
    "存款 贷款 零售额 零售总额 销售额 销售量 销售面积 总额 人口 人数 价格 价格指数 指数 里程 "
    "用户 用户数 户数 总数 能力 装机容量 装机 容量 利润 利润总额 税收 税收收入 营业收入 营业额 "
    "交易额 成交额 成交价 进出口 出口 进口 进出口额 出口额 进口额 进出口总额 进出口总值 货运量 "
    "客运量 周转量 吞吐量 发电量 用电量 用水量 消费量 消费支出 可支配收入 工资 保费收入 赔付支出 "
    "保有量 存栏 出栏 存栏量 出栏量 用地 土地 就业 就业人员 覆盖率 普及率 达标率 占有率 合格率 "
    "完成率 开工率 负债率 失业率 出生率 死亡率 增长率 产能占比 占比 比重 比例 率 费用 成本 补贴 "
    "资金 产能 总投资 年度计划投资 计划投资 签约额 到位资金 业务量 业务总量 业务收入 总量 收入比 "
    "比值 系数 参保人数 床位 床位数 总值 生产总值 商品零售 零售 游客 花费 投资增速 增速 标准 "
    "浓度 天数 产值占比 工业增加值 经济总量 编制 订单 产销率 金额 销售收入 主营业务收入 水平 额 "
    "外资 内资 顺差 逆差 税额 税费 税金 投入 强度 能耗 水耗 电耗 净利润 利税 增长面 亏损面 盈利面 覆盖面 "
    "量 数 值"
)
# What only points at the subject: 增速比上年提高… is of whatever grew.
POINTERS = wordset(
    "平均每天 每天 日均 月均 平均每月 "
    "增速 增幅 涨幅 降幅 跌幅 增长率 增长速度 比重 占比 占比重 份额 总量 数量 规模 同比增速 "
    "增加额 其比重 比例 占比例 所占比重 总数 累计 幅度 增量 总规模 数 同比 平均增速 年均增速 "
    "年均 年均增长 同比增幅 同比涨幅 同比降幅 涨跌幅 水平 平均水平 平均值 历年平均值 常年平均值 贡献率 对经济增长的贡献率 量"
)
# Verbs that stand between an area or body and what it has or achieved.
LIGHT_VERBS = wordset(
    "累计实现 累计完成 预计实现 预计完成 共实现 共完成 完成 实现 达成 录得 拥有 共有 现有 设有 "
    "建有 共拥有 已有 有 达到 获得 取得 发展到 总计有 贡献 保有"
)
