"""The closed classes of the bulletins' language: what a word just before a figure says about it.

`CUES` is read from the figure leftwards, longest word first. A `stop` is a longer word that only ends like a cue (国有
ends in 有); a new cue word is added to its kind here and nowhere else.
"""

_KINDS = {
    # The direction of a change; with a `reach` word after it the figure is the level reached.
    "up": (
        "增长 上涨 上升 增加 提高 提升 加快 扩大 增产 上浮 攀升 跃升 增多 回升 反弹 增收 增 升 涨 上调 走高 抬升 多增 扩张 拉大 延长 新增 净增 净增加 偏高 偏多 改善 优化 "
        "同增 升值 提速 加速 多收 上扬 正增长 提前 超收 高出 快"
    ),
    "down": (
        "下降 减少 降低 回落 收窄 缩小 放缓 减 降 跌 下跌 下滑 萎缩 减产 减收 压减 缩短 压缩 收缩 下调 走低 减慢 趋缓 负增长 偏低 偏少 精简 压降 削减 下行 下浮 净减少 净减 少增 "
        "同降 降速 贬值 缩减 减速 短收 下探 亏损 慢 滑落 衰减"
    ),
    "reach": "到 至 为 达 达到 调整为 优化为 演变为 变化为 转为 变为 成为",
    "raised": "增至 升至 降至 减至 增到 升到 降到 减到 上升为 拓展至 扩展至 扩展到 拓展到 跃升至",
    "from": "由 从 自",
    "light": (
        "完成 实现 是 共 共有 有 计 合计 总计 达成 录得 收于 现有 拥有 设有 建有 共计 共达 已达 用 用了 用时 保持 稳定 维持 稳定在 保持在 维持在 控制在 总数达 数量达 总量达 "
        "只 只有 已 已有 均 各 也 又 再 还 尚 首次 了 的 在 即 折合 相当于 平均 总体 整体 名义 实际 名义上 逐步 大幅 大幅度 小幅 略 略有 微 继续 持续 快速 稳步 明显 进一步 同步 皆 则 仍 "
        "依然 依旧 按可比口径 按可比价 按可比价格计算 按可比价格 按不变价格计算 按不变价格 同口径 扣除价格因素 当期 全部 直接 可 就 仅用 耗时 历时 需 得 "
        "一举 成功 首 再次 可达 居 只需 缩短为 同向 重新 迅速 恢复性 名义同比 相应 一年 报 落在 总 全面"
    ),
    "each": "分别 分别为 分别达 分别达到 分别完成 分别实现 分别是 分别有 依次 依次为 各自 分別",
    "yoy": "同比 同期比",
    "mom": "环比",
    "annual": "年均 年平均 每年 年度平均",
    "sum": "累计 累计达 累计实现 累计完成 一共 总共",
    "at_least": "超过 超 突破 逾 不低于 不少于 至少 首破 破 均超过 跨越 站上 跨上 迈上 跃上 大于 跨过 首超 均超 不下 高于 过",
    "about": "接近 近 约 大约 约为 将近 大概 约达",
    "at_most": "不足 不到 不高于 不超过 小于 不多于 低于 最多",
    "exact": "高达 多达 仅 仅为 最高 最低 最大 最多达 最快",
    "estimate": "预计 估计 初步预计 预计达 预计达到 预计为 预计完成 预计实现 预计可 预测",
    "forecast": "有望 可望 有望达到 有望实现 有望突破 有望超过 可实现 可达到",
    "plan": (
        "力争 力争达到 力争突破 力争实现 争取 确保 将 将达 将达到 将超过 计划 拟 目标 目标为 目标是 预期目标 预期目标为 规划 预期 预期为 "
        "省定 国定 市定 区定 核定 下达 计划为"
    ),
    "stop": (
        "改造提升 巩固提升 转型提升 优化提升 提质提升 更新提升 国有 私有 所有 专有 特有 没有 保有 占有 持有 含有 具有 自有 公有 公共 中共 行为 作为 认为 因为 发达 直达 到达 表达 统计 设计 会计 审计 累计折 "
        "应用 利用 使用 信用 费用 占用 公用 家用 民用 农用 军用 商用 食用 药用 专用 通用 作用 采用 启用 租用 聘用 运用 用电 启用 共用 "
        "倍增 递增 人均 户均 亩均 日均 月均 地均 集约 节约 签约 公约 条约 契约 履约 合约 附近 临近 最近 邻近 赶超 反超 "
        "自由 理由 缘由 总和 饱和 共和 温和 参与 授与 普及 涉及 以及 危及 目的 标的 存在 正在 内在 潜在 所在 现在 旨在 甚至 以至 乃至 冬至 夏至 "
        "不再 主要 需要 重要 纪要 必要 摘要 简要 适应 供应 响应 反应 效应 感应 对应 呼应 相应 经济规划 城市规划 年度计划 军队 工作计划 "
        "指标 其他 小微 细微 显微 轻微 入微 年报 公报 申报 上报 通报 情报 海报 日报 晚报 总报 取得 获得 所得 心得 建议 决定 急需 刚需 内需 必需 供需 军需 "
        "过过 通过 经过 超过 跨过 渡过 度过 路过 不过 再过 透过 做过 人居 宜居 旧居 安居 民居 定居 新居 位居 稳居 高居 "
        "全总 老总 汇总 首首 榜首 岁首 部首 高于全 多快 明快 轻快 加快 缓慢 双增 剧增 骤降 空降 高升 直升 公升 毫升 千升 万千升"
    ),
}


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for kind in reversed(_KINDS):
        for word in _KINDS[kind].split():
            table[word] = kind
            if kind in ("up", "down") and len(word) > 1:
                table |= {word + "到": "raised", word + "至": "raised"}
    return table


CUES = _table()
LONGEST = max(map(len, CUES))
# These are positions, not neutral verbs, and they are read by the rank rule.
for _word in ("位居", "稳居", "高居", "居"):
    CUES.pop(_word, None)
