"""An undisturbed night, stage by stage, for disturbed ones to be held against."""

from pathlib import Path

from tests.flows import nights
from tests.flows.nights import Run


class Course:
    """The folder before each stage of an undisturbed night, and after it; how long each stage took."""

    def __init__(self, folder: Path, *, rows: int, first_night: bool) -> None:
        self.work, now = folder / "work", folder / "now"
        nights.drop_inputs(now, rows)
        if first_night:
            assert Run(now, *nights.STAGES).ended().error is None
            nights.drop_more(now, rows)
        self.inputs = nights.inputs_of(now)
        self.before: dict[str, Path] = {}
        self.took: dict[str, float] = {}
        for stage in nights.STAGES:
            self.before[stage] = nights.copied(now, folder / f"before_{stage}")
            self.took[stage] = Run(now, stage).ended().took[stage]
        self.landed, self.published = nights.landed_rows(self.before["build"]), nights.published_rows(now)
        self.old = nights.settings_of(self.before["land"]).published

    def start(self, stage: str) -> Path:
        """A folder of one's own, as it is before the stage."""
        return nights.copied(self.before[stage], self.work)

    def old_snapshot_stands(self, folder: Path) -> bool:
        now = nights.settings_of(folder).published
        return now.read_bytes() == self.old.read_bytes() if self.old.exists() else not now.exists()

    def check_landing(self, folder: Path) -> None:
        """After whatever came over it: nothing is wrong, and the next run lands what is missing, once."""
        assert nights.wrongs(folder, self.inputs) == []
        assert self.old_snapshot_stands(folder)
        assert Run(folder, "land").ended().error is None
        assert nights.landed_rows(folder) == self.landed
        assert nights.litter(folder) == []

    def check_end(self, folder: Path) -> None:
        found = nights.published_rows(folder)
        assert found.keys() == self.published.keys()
        assert [name for name in found if found[name] != self.published[name]] == []
        assert nights.litter(folder) == []
