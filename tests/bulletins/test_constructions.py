"""The grammar's constructions, one small hand-marked text each."""

import pytest

from tests.bulletins.reading_of import facts

Fact = tuple[str, str, str, str]

# construction: text, and for each figure its name with breakdown, measure, signed value, unit
CONSTRUCTIONS: dict[str, tuple[str, list[Fact]]] = {
    "level and growth": (
        "全年全市地区生产总值5382.45亿元，比上年增长1.3%。",
        [("地区生产总值", "level", "5382.45", "亿元"), ("地区生产总值", "growth", "1.3", "%")],
    ),
    "verb before its object": (
        "第一产业实现增加值47.5亿元，下降4.4%。",
        [("第一产业增加值", "level", "47.5", "亿元"), ("第一产业增加值", "growth", "-4.4", "%")],
    ),
    "points of a rate": (
        "工业增加值增长4.4%，增速比上年同期回落1.3个百分点。",
        [("工业增加值", "growth", "4.4", "%"), ("工业增加值", "pp_change", "-1.3", "个百分点")],
    ),
    "narrowing decrease": (
        "工业增加值下降4.4%，降幅收窄2.2个百分点。",
        [("工业增加值", "growth", "-4.4", "%"), ("工业增加值", "pp_change", "2.2", "个百分点")],
    ),
    "widening decrease": (
        "财政支出下降4.6%，降幅比前11个月扩大3.2个百分点。",
        [("财政支出", "growth", "-4.6", "%"), ("财政支出", "pp_change", "-3.2", "个百分点")],
    ),
    "contribution": (
        "服务业增加值增长5%，拉动经济增长1.2个百分点。",
        [("服务业增加值", "growth", "5", "%"), ("服务业增加值", "contribution", "1.2", "个百分点")],
    ),
    "negative contribution": (
        "建筑业投资下降9%，负向拉动全部投资0.7个百分点。",
        [("建筑业投资", "growth", "-9", "%"), ("建筑业投资", "contribution", "-0.7", "个百分点")],
    ),
    "gap to another area": (
        "规上工业增加值增长7.6%，高于全国1.7个百分点。",
        [("规上工业增加值", "growth", "7.6", "%"), ("规上工业增加值", "pp_gap", "1.7", "个百分点")],
    ),
    "faster than an earlier time": (
        "地区生产总值增长4%，快于2024年1.8个百分点。",
        [("地区生产总值", "growth", "4", "%"), ("地区生产总值", "pp_change", "1.8", "个百分点")],
    ),
    "share of a whole": (
        "民生支出415亿元，占一般公共预算支出的比重为80.3%。",
        [("民生支出", "level", "415", "亿元"), ("民生支出", "share", "80.3", "%")],
    ),
    "share before its noun": (
        "占限额以上零售额比重为16.2%的粮油类零售额201亿元。",
        [("粮油类零售额", "share", "16.2", "%"), ("粮油类零售额", "level", "201", "亿元")],
    ),
    "whole in parentheses": (
        "高新技术企业94家，占全省(368家)25.5%。",
        [
            ("高新技术企业", "level", "94", "家"),
            ("高新技术企业", "level", "368", "家"),
            ("高新技术企业", "share", "25.5", "%"),
        ],
    ),
    "ratio of three": (
        "三次产业结构为3.9：59.5：36.6。",
        [
            ("第一产业增加值比重", "share", "3.9", "%"),
            ("第二产业增加值比重", "share", "59.5", "%"),
            ("第三产业增加值比重", "share", "36.6", "%"),
        ],
    ),
    "paired list": (
        "甲业、乙业增加值分别增长7%、6.8%。",
        [("甲业增加值", "growth", "7", "%"), ("乙业增加值", "growth", "6.8", "%")],
    ),
    "paired list with a shared tail": (
        "炼铁、炼钢先进产能占比分别达到64.3%和62.3%。",
        [("炼铁先进产能占比", "share", "64.3", "%"), ("炼钢先进产能占比", "share", "62.3", "%")],
    ),
    "town and country": (
        "城乡居民人均可支配收入分别增长4.4%、5.6%。",
        [("城镇居民人均可支配收入", "growth", "4.4", "%"), ("农村居民人均可支配收入", "growth", "5.6", "%")],
    ),
    "list that points back": (
        "新建道路47公里，更新管网18公里，分别增长4.8%、50%。",
        [
            ("新建道路", "level", "47", "公里"),
            ("更新管网", "level", "18", "公里"),
            ("新建道路", "growth", "4.8", "%"),
            ("更新管网", "growth", "50", "%"),
        ],
    ),
    "from and to": (
        "审批时间由238天压缩至58天。",
        [("审批时间", "baseline", "238", "天"), ("审批时间", "level", "58", "天")],
    ),
    "turn from decrease to increase": (
        "煤炭业增加值由前三季度下降0.8%转为增长0.5%。",
        [("煤炭业增加值", "baseline", "-0.8", "%"), ("煤炭业增加值", "growth", "0.5", "%")],
    ),
    "level reached by a change": (
        "非化石能源装机占比提升至54%。",
        [("非化石能源装机占比", "share", "54", "%")],
    ),
    "change in the level's unit": (
        "粮食产量52.91万吨，比上年减少1.31万吨。",
        [("粮食产量", "level", "52.91", "万吨"), ("粮食产量", "change", "-1.31", "万吨")],
    ),
    "net increase": ("五年净增民营经营主体120.5万户。", [("净增民营经营主体", "change", "120.5", "万户")]),
    "target and distance to it": (
        "签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元。",
        [
            ("签约总投资", "level", "778", "亿元"),
            ("签约总投资", "target", "708", "亿元"),
            ("签约总投资", "target_gap", "70", "亿元"),
        ],
    ),
    "rank": ("货邮吞吐量居全国第5位。", [("货邮吞吐量", "rank", "5", "位")]),
    "thing counted after its classifier": ("集聚了5家国家重点实验室。", [("集聚国家重点实验室", "level", "5", "家")]),
    "two counts of one thing": (
        "赋予各园区17类79项事权。",
        [("赋予各园区事权", "level", "17", "类"), ("事权", "level", "79", "项")],
    ),
    "parts of what is counted": (
        "实有床位数29064张，其中医院22200张。",
        [("实有床位数", "level", "29064", "张"), ("医院实有床位数", "level", "22200", "张")],
    ),
    "attribute of what was counted": (
        "风力发电企业6家，发电量10.38亿千瓦时。",
        [("风力发电企业", "level", "6", "家"), ("风力发电企业发电量", "level", "10.38", "亿千瓦时")],
    ),
    "breakdown without its head": (
        "规模以上工业增加值增长7%。其中，轻工业增长8.8%。",
        [("规模以上工业增加值", "growth", "7", "%"), ("轻工业规模以上工业增加值", "growth", "8.8", "%")],
    ),
    "members of a frame": (
        "在限额以上单位零售额中，家电类增长47.8%，服装类下降11.8%。",
        [("家电类限额以上单位零售额", "growth", "47.8", "%"), ("服装类限额以上单位零售额", "growth", "-11.8", "%")],
    ),
    "gap by a degree": (
        "民间投资占比58.6%，比全省平均水平高2.3个百分点。",
        [("民间投资占比", "share", "58.6", "%"), ("民间投资占比", "pp_gap", "2.3", "个百分点")],
    ),
    "gaps to several areas": (
        "地区生产总值增长6.5%，高于全国、全省1.2、0.8个百分点。",
        [
            ("地区生产总值", "growth", "6.5", "%"),
            ("地区生产总值", "pp_gap", "1.2", "个百分点"),
            ("地区生产总值", "pp_gap", "0.8", "个百分点"),
        ],
    ),
    "times an average": (
        "发明专利拥有量86.2件，是全市平均水平的3.2倍。",
        [("发明专利拥有量", "level", "86.2", "件"), ("发明专利拥有量", "level", "3.2", "倍")],
    ),
    "what is brought about": (
        "以旧换新政策带动商品零售额50亿元。",
        [("以旧换新政策商品零售额", "level", "50", "亿元")],
    ),
    "part of a plan done": (
        "完成投资63.2亿元，占年度计划的58.6%，快于序时进度8.6个百分点。",
        [
            ("完成投资", "level", "63.2", "亿元"),
            ("完成投资", "level", "58.6", "%"),
            ("完成投资", "target_gap", "8.6", "个百分点"),
        ],
    ),
    "part of an earlier level": (
        "土地出让收入12.5亿元，仅为去年同期的43.2%。",
        [("土地出让收入", "level", "12.5", "亿元"), ("土地出让收入", "level", "43.2", "%")],
    ),
    "limit that is an aim": (
        "城镇登记失业率3.1%，控制在4.5%的目标以内。",
        [("城镇登记失业率", "level", "3.1", "%"), ("城镇登记失业率", "target", "4.5", "%")],
    ),
    "ratio adjusted": (
        "三次产业结构由5.1：48.2：46.7调整为4.9：47.5：47.6。",
        [
            ("第一产业增加值比重", "baseline", "5.1", "%"),
            ("第二产业增加值比重", "baseline", "48.2", "%"),
            ("第三产业增加值比重", "baseline", "46.7", "%"),
            ("第一产业增加值比重", "share", "4.9", "%"),
            ("第二产业增加值比重", "share", "47.5", "%"),
            ("第三产业增加值比重", "share", "47.6", "%"),
        ],
    ),
    "list that sums up": (
        "石化、装备、电子三大主导产业分别实现产值356亿元、128亿元和96亿元。",
        [
            ("石化产值", "level", "356", "亿元"),
            ("装备产值", "level", "128", "亿元"),
            ("电子产值", "level", "96", "亿元"),
        ],
    ),
    "contributions in a list": (
        "投资、消费对经济增长的贡献率分别为52.3%和38.6%。",
        [("投资", "contribution", "52.3", "%"), ("消费", "contribution", "38.6", "%")],
    ),
    "members that do well": (
        "全区142家规上工业企业中，98家实现正增长。",
        [("规上工业企业", "level", "142", "家"), ("规上工业企业", "level", "98", "家")],
    ),
    "pupils of one school": (
        "普通高中招生20972人，在校生63184人。",
        [("普通高中招生", "level", "20972", "人"), ("普通高中在校生", "level", "63184", "人")],
    ),
    "index": ("居民消费价格指数为100.7。", [("居民消费价格指数", "level", "100.7", "")]),
    "ratio of two incomes": (
        "城乡居民收入比值为1.95，比上年缩小0.04。",
        [("城乡居民收入比值", "level", "1.95", ""), ("城乡居民收入比值", "change", "-0.04", "")],
    ),
    "ratio to one": (
        "城乡居民收入比由2.09：1缩小到2.05：1。",
        [("城乡居民收入比", "baseline", "2.09", ""), ("城乡居民收入比", "level", "2.05", "")],
    ),
    "growth after its figure": ("地区生产总值实现1.5%的正增长。", [("地区生产总值", "growth", "1.5", "%")]),
    "negative number": ("人口自然增长率为-2.54‰。", [("人口自然增长率", "level", "-2.54", "‰")]),
    "price by the head": ("仔猪价格为600元/头。", [("仔猪价格", "level", "600", "元/头")]),
    "range": ("补贴标准为3至5万元。", [("补贴标准", "level", "3", "万元"), ("补贴标准", "level", "5", "万元")]),
    "chinese numerals": ("汽车产量增长近两倍。", [("汽车产量", "growth", "2", "倍")]),
    "counted in chinese numerals": ("全区六个园区开工。", [("园区开工", "level", "6", "个")]),
    "thousands with a comma": ("高新技术企业1,040家。", [("高新技术企业", "level", "1040", "家")]),
    "misprinted comma": ("投资完成20,54亿元。", [("投资", "level", "20", "亿元")]),
    "full-width forms": ("投资增长１２．５％。", [("投资", "growth", "12.5", "％")]),
    "unit outside any list": ("出土陶俑12躯。", [("出土陶俑", "level", "12", "躯")]),
    "torn by a page break": (
        "厚生锂离子电池隔膜项目二期生产线加快建设，全年预计产值10\n\n▲某园区建设现场。\n\n亿元；其他项目正在推进。",
        [("产值", "level", "10", "亿元")],
    ),
}

NOT_FIGURES = {
    "dates and periods": "截至6月底，1-6月份，2025年3月5日，12月当月，2021—2025年。",
    "times and links": "2026-02-04 07:19:08",
    "names": "富士康生产iPhone机型，C919总装线落户，N37项目、5G基站、PM2.5治理、“2+1”主导产业、T1000碳纤维。",
    "clock times": "2026年02月10日 07时41分",
    "titles of documents": "国家统计局发布《2025年全国1%人口抽样调查主要数据公报》。",
    "statute numbers": "根据国科发火〔2016〕32号文件。",
    "telephones": "广告热线:(0871)65364045 新闻热线:(0871)65390101",
    "ages as classes": "其中：16-59岁",
    "page furniture": "浏览量：12345次",
    "thresholds": "投资2000万元以上的",
    "links": "2024 2024年某市国民经济和社会发展统计公报",
    "definitions": "[6]规模以上工业统计范围包括年主营业务收入2000万元及以上的工业法人单位。",
    "ordinals": "第十四届人民代表大会第5次会议",
    "numbered headings": "1、综合",
    "hours in names": "打造“10分钟健身圈”。",
}


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
def test_construction(construction: str) -> None:
    text, expected = CONSTRUCTIONS[construction]
    assert facts(text) == expected


@pytest.mark.parametrize("kind", NOT_FIGURES)
def test_no_figure(kind: str) -> None:
    assert facts(NOT_FIGURES[kind]) == []
