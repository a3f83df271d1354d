"""Makes small pictures for the documentation of what a browser saw and printed.

    pictures.py SCREENSHOT.png … PAGE.pdf A4.png

Each screenshot is written over with 128 colours, which text needs no more of; of the PDF the first page becomes A4.png.
"""

import sys

import pypdfium2
from PIL import Image


def small(picture, path):
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def main(*paths):
    *screenshots, pdf, a4 = paths
    for path in screenshots:
        small(Image.open(path), path)
    small(pypdfium2.PdfDocument(pdf)[0].render(scale=1.25).to_pil(), a4)


main(*sys.argv[1:])
