"""Scans as images (PNG, JPEG, TIFF with several pages), read by the optional extra `ocr`."""

import warnings
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageSequence, UnidentifiedImageError

from flows.bulletins.readers import ocr
from flows.bulletins.readers.document import Content, Limits, Lines, refuse

warnings.filterwarnings("ignore", module=r"PIL\.")  # it warns of oddities that do not touch the picture
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, Image.DecompressionBombError)


def read_image(data: bytes, file_name: str, limits: Limits) -> Content:
    """Text by OCR, a page an image. Refused: damaged, too large, no text recognised, or the extra is missing."""
    lines = Lines(file_name, limits)
    notes: list[str] = []
    try:
        image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
        frames = enumerate(ImageSequence.Iterator(image), 1)
        while (frame := next(frames, None)) is not None:
            number, picture = frame
            pixels = _pixels(picture, number, file_name, limits)
            text, doubts = ocr.read_image(pixels, f"{file_name}, page {number}")
            lines.add(text, f"page {number} (OCR)")
            notes += (f"page {number}: {doubt}" for doubt in doubts)
    except _BROKEN as error:
        refuse(file_name, f"a damaged image ({error})", "scan it or fetch it again")
    content = lines.content(notes=tuple(notes))
    if not content.text:
        refuse(file_name, "no text was recognised", "scan it again, upright and at 300 dots per inch")
    return content


def _pixels(picture: Image.Image, number: int, file_name: str, limits: Limits) -> "np.ndarray[Any, Any]":
    """Height x width x 3, blue first. The size is looked at before a single pixel is unpacked."""
    if number > limits.max_ocr_pages:
        refuse(file_name, f"more than {limits.max_ocr_pages} pages", "split the document")
    if picture.width * picture.height > limits.max_pixels:
        refuse(
            file_name,
            f"{picture.width:,} x {picture.height:,} pixels, more than {limits.max_pixels:,}",
            "scan it smaller",
        )
    return np.asarray(picture.convert("RGB"))[:, :, ::-1]
