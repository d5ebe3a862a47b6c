"""Scans: images and PDF pages without a text layer, read by the extra `ocr`."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from flows.bulletins.readers import Document, Limits, ocr, page_of, read_document
from schemas.errors import Refused


def picture() -> Image.Image:
    image = Image.new("RGB", (1000, 360), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=48)
    for (x, y), text in {(50, 40): "GDP 397.86", (50, 200): "Industry", (450, 200): "47.5", (750, 200): "-6.4"}.items():
        draw.text((x, y), text, fill="black", font=font)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document(data, "scan.png", limits=limits or Limits())


@pytest.mark.slow
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "PDF"])
def test_figures_of_a_scan_are_read_row_by_row(form: str) -> None:
    pytest.importorskip("rapidocr")
    document = read(saved(picture(), form))
    assert document.text == "GDP 397.86\nIndustry\t47.5\t-6.4\n"
    assert page_of(document, 5).element == "page 1 (OCR)"


@pytest.mark.slow
def test_every_page_of_a_tiff_is_read() -> None:
    pytest.importorskip("rapidocr")
    document = read(saved(picture(), "TIFF", save_all=True, append_images=[picture()]))
    assert document.text.count("397.86") == 2
    assert document.pages[1].element == "page 2 (OCR)"


def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("rapidocr")

    monkeypatch.setattr(ocr, "_engine", missing)


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without_ocr(monkeypatch)
    with pytest.raises(Refused, match=r"zhanbi\[ocr\]"):
        read(saved(picture(), "PNG"))


def test_an_image_above_the_limit_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    without_ocr(monkeypatch)
    with pytest.raises(Refused, match="1,000 x 360 pixels, more than 100,000"):
        read(saved(picture(), "PNG"), Limits(max_pixels=100_000))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_an_image_cut_off_is_refused(form: str, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    without_ocr(monkeypatch)
    data = saved(picture(), form)
    with pytest.raises(Refused, match="damaged image"):
        read(data[: max(int(len(data) * share), 10)])


def test_an_engine_that_finds_nothing_makes_no_empty_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "read_image", lambda pixels, what: ("", ("no text was recognised",)))
    with pytest.raises(Refused, match="no text was recognised"):
        read(saved(picture(), "PNG"))
