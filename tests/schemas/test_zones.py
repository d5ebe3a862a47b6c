"""The rules of membership in a zone: what may stand in zones.yml."""

from datetime import date

import msgspec
import pytest

from schemas.vocabulary import BoundaryChange, MembershipRule, Zone, zones
from schemas.vocabulary.checks import zone_problems

NEW_YEAR = date(2023, 1, 1)


def zone(*rules: MembershipRule, code="149900") -> Zone:
    return Zone(code=code, name="区", name_en="Zone", province="140000", aliases=(), membership=rules)


def authority(value="149900", **dates: date) -> MembershipRule:
    return MembershipRule(by="authority", values=(value,), **dates)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (MembershipRule(by="roster", values=("149900",)), "takes no values"),
        (MembershipRule(by="authority"), "needs values"),
        (authority("14990"), "'14990' is no value"),
        (MembershipRule(by="address", values=("太原",)), "'太原' is no value"),
        (authority(valid_from=NEW_YEAR, valid_to=NEW_YEAR), "before it begins"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_told(rule, told):
    (problem,) = zone_problems([zone(rule)])
    assert told in problem and "149900" in problem


def test_two_zones_share_no_authority_on_one_day():
    one, other = zone(authority(valid_to=NEW_YEAR)), zone(authority(valid_from=NEW_YEAR), code="149901")
    assert list(zone_problems([one, other])) == []
    (problem,) = zone_problems([one, zone(authority(), code="149901")])
    assert "also a mark of 149900" in problem


@pytest.mark.parametrize("days", [(NEW_YEAR, NEW_YEAR), (NEW_YEAR, date(2022, 6, 1))])
def test_boundary_changes_stand_in_order_one_a_day(days):
    changes = tuple(BoundaryChange(changed_on=day, what="扩区") for day in days)
    (problem,) = zone_problems([msgspec.structs.replace(zone(authority()), boundary_changes=changes)])
    assert "boundary_changes" in problem and "149900" in problem


def test_the_zone_of_the_sample_has_all_three_ways_and_its_own_authority():
    (shanxi,) = (entry for entry in zones() if entry.code == "149900")
    assert [rule.by for rule in shanxi.membership] == ["roster", "authority", "address"]
    assert shanxi.authority_codes == ("149900",)
