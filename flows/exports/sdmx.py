"""SDMX: shares and figures as SDMX-CSV 2.0, and their structure (SDMX-ML 3.0) with names in English and Chinese."""

from pathlib import Path
from typing import Any, NamedTuple

import click
from lxml import etree
from pysdmx.io import write_sdmx as write_message
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Code, Codelist, Component, Components, Concept, ConceptScheme, DataType, ItemReference, Role
from pysdmx.model.dataflow import Dataflow, DataStructureDefinition, Schema

from flows.exports.files import whole
from flows.exports.source import Source

AGENCY = "ZHANBI"
_BETWEEN = "\u241f"  # pysdmx knows one name; ours are taken apart when the message is written
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Part(NamedTuple):
    """A column of a data flow: a dimension, the measure or an attribute."""

    id: str
    role: Role
    type: DataType
    en: str
    zh: str
    codes: str | None = None


class Flow(NamedTuple):
    id: str
    en: str
    zh: str
    parts: list[Part]
    query: str


_D, _M, _A = Role.DIMENSION, Role.MEASURE, Role.ATTRIBUTE
_TEXT, _NUMBER = DataType.STRING, DataType.DOUBLE
_AREA = Part("REF_AREA", _D, _TEXT, "Reference area", "参考地区", "CL_AREA")
_INDICATOR = Part("INDICATOR", _D, _TEXT, "Indicator", "指标", "CL_INDICATOR")
_TIME = Part("TIME_PERIOD", _D, DataType.DATE, "Day the figure is about", "时点或时期末日")
_UNIT = Part("UNIT_MEASURE", _A, _TEXT, "Unit of measure", "计量单位")
FLOWS = [
    Flow(
        "SHARES",
        "Shares of the province, recomputed and published",
        "占全省比重：重算值与公布值",
        [
            _AREA,
            _INDICATOR,
            Part("BASIS", _D, _TEXT, "What it is recomputed from", "重算依据", "CL_BASIS"),
            Part("SHARE_ID", _D, _TEXT, "Id of the share", "占比编号"),
            _TIME,
            Part("OBS_VALUE", _M, _NUMBER, "Recomputed share", "重算占比"),
            _UNIT,
            Part("PUBLISHED", _A, _NUMBER, "Published share", "公布占比"),
            Part("NUMERATOR", _A, _NUMBER, "Part", "本区数"),
            Part("DENOMINATOR", _A, _NUMBER, "Whole", "全省数"),
            Part("VERDICT", _A, _TEXT, "Verdict", "结论", "CL_VERDICT"),
            Part("SYNTHETIC", _A, DataType.BOOLEAN, "From synthetic sources", "含合成数据"),
        ],
        """select area_code as REF_AREA, indicator as INDICATOR, basis as BASIS, share_id as SHARE_ID,
            strftime(as_of, '%Y-%m-%d') as TIME_PERIOD, share_pct::double as OBS_VALUE, '%' as UNIT_MEASURE,
            published_share_pct::double as PUBLISHED, part::double as NUMERATOR, whole::double as DENOMINATOR,
            verdict as VERDICT, synthetic as SYNTHETIC
        from provincial_shares order by share_id""",
    ),
    Flow(
        "FIGURES",
        "Figures stated in bulletins or counted from registers",
        "公报所写与名册所数的数",
        [
            _AREA,
            _INDICATOR,
            Part("BASIS", _D, _TEXT, "Stated or counted", "来源种类", "CL_BASIS"),
            Part("FIGURE_ID", _D, _TEXT, "Id of the figure", "数的编号"),
            _TIME,
            Part("OBS_VALUE", _M, _NUMBER, "Value", "数值"),
            _UNIT,
            Part("SUBJECT", _A, _TEXT, "Measure, breakdown, status and reference", "计量、限定、性质与参照"),
            Part("PERIOD_START", _A, _TEXT, "First day of the period", "时期首日"),
            Part("SOURCE", _A, _TEXT, "SHA-256 of the document or the extracts", "公报或名册的 SHA-256"),
        ],
        """select area_code as REF_AREA, indicator as INDICATOR, kind as BASIS, figure_id as FIGURE_ID,
            strftime(as_of, '%Y-%m-%d') as TIME_PERIOD, value::double as OBS_VALUE, unit as UNIT_MEASURE, subject as SUBJECT,
            strftime(period_start, '%Y-%m-%d') as PERIOD_START, coalesce(document_id, extract_ids) as SOURCE
        from figures order by figure_id""",
    ),
]
CODES = {
    "CL_AREA": ("Areas", "地区", "select area_code as id, area_en as en, area as zh from dim_area order by area_code"),
    "CL_INDICATOR": (
        "Indicators",
        "指标",
        "select indicator as id, indicator_name_en as en, indicator_name as zh from dim_indicator order by indicator",
    ),
    "CL_BASIS": (
        "Basis",
        "依据",
        "select * from (values ('bulletin', 'From the numbers of the bulletin', '公报自身的数'), "
        "('other_bulletin', 'The whole from another bulletin', '总体取自另一份公报'), ('registers', 'From registers', '名册'), "
        "('stated', 'Stated in a bulletin', '公报所写'), ('counted', 'Counted from registers', '名册所数')) as t (id, en, zh)",
    ),
    "CL_VERDICT": (
        "Verdict",
        "结论",
        "select * from (values ('agrees', 'Agrees', '相符'), ('disagrees', 'Disagrees', '不符'), "
        "('cannot_tell', 'Cannot tell', '无法判断')) as t (id, en, zh)",
    ),
}


def write_sdmx(source: Source, folder: Path) -> list[Path]:
    """structure.xml, and one CSV a data flow. Says how many rows have no key."""
    codes = {name: _codelist(source, name) for name in CODES}
    structure = folder / "structure.xml"
    message: list[Any] = [*codes.values()]
    paths = []
    for flow in FLOWS:
        concepts, definition, dataflow = _structure(flow, codes, source)
        message += [concepts, definition, dataflow]
        path = folder / f"{flow.id}.csv"
        with whole(path) as building:
            _write_data(source, flow, definition, building)
        paths.append(path)
    with whole(structure) as building:
        written = write_message(message, Format.STRUCTURE_SDMX_ML_3_0)
        building.write_bytes(_finished(str(written)))
    return [structure, *paths]


def _names(en: str, zh: str) -> str:
    return f"{en}{_BETWEEN}{zh}"


def _codelist(source: Source, name: str) -> Codelist:
    en, zh, query = CODES[name]
    items = [Code(row["id"], name=_names(row["en"] or row["zh"], row["zh"])) for row in source.rows(query)]
    return Codelist(name, name=_names(en, zh), agency=AGENCY, items=items)


def _structure(
    flow: Flow, codes: dict[str, Codelist], source: Source
) -> tuple[ConceptScheme, DataStructureDefinition, Dataflow]:
    concepts = [Concept(part.id, name=_names(part.en, part.zh), dtype=part.type) for part in flow.parts]
    scheme = ConceptScheme(f"CS_{flow.id}", name=_names(flow.en, flow.zh), agency=AGENCY, items=concepts)
    components = Components(
        [
            Component(
                part.id,
                required=part.role == _D,
                role=part.role,
                concept=ItemReference("Concept", AGENCY, scheme.id, "1.0", part.id),
                local_dtype=part.type,
                local_codes=codes[part.codes] if part.codes else None,
                attachment_level="O" if part.role == _A else None,
            )
            for part in flow.parts
        ]
    )
    about = "; ".join(f"{name}: {value}" for name, value in source.label.items())
    definition = DataStructureDefinition(
        f"DSD_{flow.id}", name=_names(flow.en, flow.zh), description=about, agency=AGENCY, components=components
    )
    return (
        scheme,
        definition,
        Dataflow(flow.id, name=_names(flow.en, flow.zh), description=about, agency=AGENCY, structure=definition),
    )


def _write_data(source: Source, flow: Flow, definition: DataStructureDefinition, path: Path) -> None:
    frame = source.connection.execute(flow.query).df()
    keyed = frame.dropna(subset=["REF_AREA", "INDICATOR", "TIME_PERIOD"])
    if left_out := len(frame) - len(keyed):
        click.echo(
            f"{flow.id}: {left_out} of {len(frame)} rows have no area code, indicator or day, hence no key in SDMX; "
            "the other formats have them. 无代码或日期的行未导出。",
            err=True,
        )
    schema = Schema("dataflow", AGENCY, flow.id, definition.components)
    write_message([PandasDataset(structure=schema, data=keyed)], Format.DATA_SDMX_CSV_2_0_0, str(path))


def _finished(message: str) -> bytes:
    """Each name as two, in English and in Chinese; no attribute tied to its measure, of which there is one: sdmx1 cannot read that."""
    tree = etree.fromstring(message.encode(), etree.XMLParser(resolve_entities=False))
    for tie in list(tree.iter("{*}MeasureRelationship")):
        tie.getparent().remove(tie)
    for name in tree.iter("{*}Name"):
        en, between, zh = (name.text or "").partition(_BETWEEN)
        if between:
            name.text = en
            name.set(_XML_LANG, "en")
            chinese = etree.Element(name.tag, {_XML_LANG: "zh"})
            chinese.text, chinese.tail = zh, name.tail
            name.addnext(chinese)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))
