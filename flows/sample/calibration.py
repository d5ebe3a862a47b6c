"""What the synthetic registers must count to: the figures of the seed bulletin, and where it prints them."""

from datetime import date

import msgspec

BULLETIN = "sx_zgq_2023h1.txt"
AREA = "140000"
ZONE = "149900"
COUNTED_ON = date(2023, 6, 30)  # the day the bulletin's stocks are about
ENTITIES_AS_OF = date(2023, 6, 30)
LISTS_AS_OF = date(2023, 9, 30)  # the lists are younger, so that some certificates on them have not begun on the day


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """How many must be in force on COUNTED_ON, in the zone and in the whole province (which includes the zone)."""

    zone: int
    province: int
    sentence: str


_GAP = "全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点"

# 40,136 of 52,692 is 76.17 %. The bulletin prints no provincial total: 500,000 is our choice, and of these
# 135,850 (27.17 %) is what "49 points above the province" implies.
ENTITIES = Target(zone=52_692, province=500_000, sentence=_GAP)
ENTERPRISES = Target(zone=40_136, province=135_850, sentence=_GAP)

# 3,910 high-tech firms is our choice inside the 3,903 to 3,917 that 1,040 at 26.6 % allows; the others are printed.
COHORTS = {
    "high_tech": Target(zone=1_040, province=3_910, sentence="全区高新技术企业1040家，占全省的26.6%"),
    "srdi_sme": Target(zone=447, province=2_113, sentence="累计认定专精特新中小企业447家，占全省(2113家)21.2%"),
    "little_giant_provincial": Target(
        zone=94, province=368, sentence="省级专精特新“小巨人”企业94家，占全省(368家)25.5%"
    ),
    "little_giant_national": Target(
        zone=35, province=139, sentence="国家级专精特新“小巨人”企业35家，占全省(139家)25.2%"
    ),
    "little_giant_national_key": Target(
        zone=7, province=18, sentence="重点国家级专精特新“小巨人”企业7个，占全省(18家)38.9%"
    ),
}
