"""The parts of a zipped document, unpacked only as far as the limits allow."""

import struct
import zipfile
import zlib
from io import BytesIO

from flows.bulletins.readers.document import Limits, refuse

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)


class Package:
    """A zip whose entries have been held against the limits before any of them is unpacked."""

    def __init__(self, data: bytes, file_name: str, limits: Limits) -> None:
        self._file_name = file_name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            refuse(file_name, f"a broken zip ({error})", "the file looks truncated or damaged: fetch it again")
        self._limits = limits
        self._check(limits)

    def _check(self, limits: Limits) -> None:
        entries = self._zip.infolist()
        if len(entries) > limits.max_zip_entries:
            self._refuse_size(f"{len(entries):,} parts, more than {limits.max_zip_entries:,}")
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.max_unpacked_bytes:
            self._refuse_size(f"{unpacked:,} bytes unpacked, more than {limits.max_unpacked_bytes:,}")

    def _refuse_size(self, what: str) -> None:
        refuse(self._file_name, what, "not a document of this kind; save it again, or as PDF")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """One part, never longer than the directory says. Refused: encrypted, packed in an unknown way, damaged."""
        entry = self._zip.getinfo(name)
        if entry.file_size > self._limits.max_part_bytes:
            self._refuse_size(f"{name!r} has {entry.file_size:,} bytes, more than {self._limits.max_part_bytes:,}")
        if entry.flag_bits & 1:
            refuse(self._file_name, "it is protected by a password", "save it without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            refuse(self._file_name, f"{name!r} is packed by method {entry.compress_type}", "save it again")
        try:
            return self._zip.read(entry)
        except _BROKEN as error:
            refuse(self._file_name, f"{name!r} is damaged ({error})", "fetch the file again")
