"""Writes the documents under tests/corpus/{pdf,docx,odt,epub,rtf}, with the standard library only.

Run it in this folder: `python3 make_documents.py`. The same script writes the same bytes, so that a
difference in a document is a difference here. Texts, people and places are invented.
"""

import hashlib
import pathlib
import textwrap
import zipfile
import zlib
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent

TOLLS = [
    "The Harbour Board will raise its tolls for container ships by a fifth in spring, its chair told "
    "shipping lines on Monday, after two years in which the breakwater cost more than was planned.",
    "Ships that wait in the roads for more than three days will pay a further charge, Moana Tuilagi "
    "said. The money is meant for the well-known northern breakwater, which storms have opened in "
    "two places since the cyclone of last January.",
    "“Nobody likes a higher bill,” she said. “But a harbour without a breakwater is a beach, and "
    "nobody unloads containers on a beach.”",
    "The Indo-Pacific Shipowners' Association called the decision short-sighted. Its secretary, "
    "Peter Lindqvist, said lines would look at other ports, and that the smaller islands would pay "
    "for it at the shops.",
    "The government has not said whether it will use its right to refuse the new tariff. The minister "
    "of ports, Salote Fifita, is to answer questions in parliament on Thursday.",
]

ICE = [
    "Three northern harbours were shut on Tuesday after drifting ice closed the sound, and the coast "
    "guard asked crews to stay in port until the wind turns.",
    "Captain Jonas Ekdahl said two trawlers were being led out by the icebreaker Hjelm, and that "
    "nobody was hurt. “We have seen worse, but never in May,” he said.",
    "Fish buyers in Storvik expect no landings before the weekend, said Anna Brekke of the town's "
    "auction, who has kept its books for thirty years.",
]

SCHOOL = [
    "Every school on the outer islands is to have a teacher of its own language by next year, the "
    "education ministry said on Wednesday, although it has found only half of them so far.",
    "Litia Vakarau, who leads the programme, said retired teachers had been asked to come back for "
    "a year. Forty have agreed.",
    "The teachers' union welcomed the plan but said the houses that go with the posts had been empty "
    "for a decade and would have to be rebuilt first.",
]


# --- PDF ---------------------------------------------------------------------------------------

# Adobe Font Metrics of Times-Roman from space to tilde.
TIMES = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
]
OTHERS = {"“": 444, "”": 444, "’": 333, "–": 500, "—": 1000, "é": 444, "ö": 500}


def width(text, size):
    """The width of a text in points."""
    units = (OTHERS.get(c) or TIMES[ord(c) - 32] for c in text)
    return sum(units) * size / 1000


def literal(text):
    data = text.encode("cp1252")
    return b"(" + b"".join(b"\\" + bytes([b]) if b in b"()\\" else bytes([b]) for b in data) + b")"


class Page:
    """Operators of one page."""

    def __init__(self):
        self.operators = []

    def text(self, x, y, size, text, font="F1", spacing=0.0):
        self.operators.append(
            b"BT /%s %.2f Tf %.3f Tw 1 0 0 1 %.2f %.2f Tm %s Tj ET"
            % (font.encode(), size, spacing, x, y, literal(text))
        )

    def kerned(self, x, y, size, text):
        """A line whose words are set apart by moving, without a space between, as pdfTeX does."""
        parts = []
        for word in text.split(" "):
            if parts:
                parts.append(b"-278")
            parts.append(literal(word))
        self.operators.append(
            b"BT /F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm [%s] TJ ET" % (size, x, y, b" ".join(parts))
        )

    def content(self):
        return b"\n".join(self.operators)


# Where the typesetter of the page below parts words.
SYLLABLES = {
    "Association": "Asso-ciation", "container": "con-tainer", "breakwater": "break-water",
    "parliament": "par-liament", "containers": "con-tainers", "government": "govern-ment",
    "questions": "ques-tions", "decision": "deci-sion", "secretary,": "secre-tary,",
    "education": "educa-tion", "programme,": "pro-gramme,", "language": "lan-guage",
    "northern": "north-ern", "although": "al-though", "teachers": "teach-ers",
    "shipping": "ship-ping", "Thursday.": "Thurs-day.", "retired": "re-tired",
    "icebreaker": "ice-breaker", "drifting": "drift-ing", "landings": "land-ings",
    "weekend,": "week-end,", "ministry": "min-istry", "further": "fur-ther",
}


def broken(paragraph, measure, size, indent):
    """Lines of a paragraph, with hyphens where a word had no room."""
    lines, line = [], ""
    room = measure - indent
    for word in paragraph.split():
        candidate = f"{line} {word}".strip()
        if width(candidate, size) <= room:
            line = candidate
            continue
        first, _, second = SYLLABLES.get(word, "").partition("-")
        if not second and "-" in word and "“" not in word:
            first, _, second = word.partition("-")
        if second and width(f"{line} {first}-", size) <= room:
            lines.append(f"{line} {first}-")
            line = second
        else:
            lines.append(line)
            line = word
        room = measure
    lines.append(line)
    return lines


def column(page, paragraphs, x, top, measure, size, leading, bottom):
    """Sets justified paragraphs; what has no room any more comes back as lines."""
    y = top
    rest = []
    for number, paragraph in enumerate(paragraphs):
        # A rest is lines, and whether they go on with a paragraph.
        if isinstance(paragraph, tuple):
            lines, goes_on = paragraph
            indent = 0 if goes_on else size
        else:
            indent = size if number else 0
            lines, goes_on = broken(paragraph, measure, size, indent), False
        for place, line in enumerate(lines):
            if y < bottom:
                rest.append((lines[place:], place > 0 or goes_on))
                break
            left = x + (indent if place == 0 else 0)
            room = measure - (left - x)
            spaces = line.count(" ")
            is_last = place == len(lines) - 1
            spacing = 0 if is_last or not spaces else (room - width(line, size)) / spaces
            page.text(left, y, size, line, spacing=spacing)
            y -= leading
    return rest, y


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
IDENTIFIER = b"lagoon-islands-1"


def rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


class Lock:
    """The standard security handler with an empty password, as publishers lock printing with it."""

    def __init__(self):
        self.owner = rc4(hashlib.md5(PADDING).digest()[:5], PADDING)
        permissions = (-44).to_bytes(4, "little", signed=True)
        self.key = hashlib.md5(PADDING + self.owner + permissions + IDENTIFIER).digest()[:5]

    def lock(self, number, data):
        key = hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return rc4(key, data)

    def dictionary(self):
        user = rc4(self.key, PADDING)
        return b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (
            self.owner.hex().encode(), user.hex().encode())


def pdf(pages, info, compress=True, lock=None):
    """A file of pages with the fonts Times-Roman and Times-Bold."""
    objects = [None, None]
    for font in (b"Times-Roman", b"Times-Bold"):
        widths = b" ".join(b"%d" % w for w in TIMES)
        objects.append(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding "
            b"/FirstChar 32 /LastChar 126 /Widths [%s] /FontDescriptor 5 0 R >>" % (font, widths)
        )
    objects.append(b"<< /Type /FontDescriptor /FontName /Times-Roman /MissingWidth 444 /Flags 34 >>")
    kids = []
    for page in pages:
        content = page.content()
        dictionary = b""
        if compress:
            content = zlib.compress(content, 9)
            dictionary = b" /Filter /FlateDecode"
        if lock:
            content = lock.lock(len(objects) + 1, content)
        objects.append(
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), dictionary, content)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    number = len(objects) + 1
    coded = lambda v: b"<%s>" % lock.lock(number, v.encode("cp1252")).hex().encode() if lock else literal(v)
    entries = b" ".join(b"/%s %s" % (k.encode(), coded(v)) for k, v in info.items())
    objects.append(b"<< %s >>" % entries)
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    locked = b" /Encrypt %s /ID [<%s> <%s>]" % (
        lock.dictionary(), IDENTIFIER.hex().encode(), IDENTIFIER.hex().encode()) if lock else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, len(objects), locked, start)
    return bytes(out)


def newspaper(pages=1):
    """A page of a paper: running head, headline across two columns, hyphens, a second story."""
    page = Page()
    page.text(40, 800, 9, "THE LAGOON TIMES")
    page.text(250, 800, 9, "Tuesday, March 5, 2024")
    page.text(540, 800, 9, "A3")
    page.text(40, 748, 30, "Harbour tolls to rise by a fifth", font="F2")
    page.text(40, 716, 30, "as breakwater costs mount", font="F2")
    page.text(40, 688, 10, "By SINA LEOTA")
    rest, _ = column(page, TOLLS, 40, 668, 248, 10, 12, 540)
    _, low = column(page, rest, 307, 668, 248, 10, 12, 480)
    page.text(40, 440, 20, "Ice shuts three northern harbours", font="F2")
    page.text(40, 420, 10, "By ERIK SOLHEIM")
    rest, _ = column(page, ICE, 40, 402, 248, 10, 12, 335)
    column(page, rest, 307, 402, 248, 10, 12, 100)
    page.text(290, 30, 9, "3")
    return pdf([page], {"Producer": "Page Maker", "Title": "lt_0305_A3.indd",
                        "CreationDate": "D:20240304221500+13'00'"})


def release():
    """A release in one column over two pages, words apart without spaces, a contact at the end."""
    first, second = Page(), Page()
    first.text(72, 770, 22, "MEDIA RELEASE", font="F2")
    first.text(72, 740, 11, "5 March 2024")
    first.text(72, 700, 17, "Harbour Board sets new tolls for container ships", font="F2")
    y = 670
    page = first
    body = TOLLS + SCHOOL + ICE + TOLLS[:2]
    for paragraph in body:
        for line in textwrap.wrap(paragraph, 84):
            if y < 80:
                page, y = second, 770
            page.kerned(72, y, 11, line)
            y -= 14
        y -= 10
    page.text(72, y, 11, "ENDS")
    page.text(72, y - 28, 11, "Media contact: Lani Fonoti, 555 0142, press@harbour.example")
    for number, page in enumerate((first, second), 1):
        page.text(72, 40, 9, "Harbour Board of the Lagoon Islands")
        page.text(470, 40, 9, f"Page {number} of 2")
    return pdf([first, second], {"Title": "Microsoft Word - tolls release v4.docx", "Author": "lani",
                                 "CreationDate": "D:20240305081200Z"}, compress=False)


def locked():
    """A story in one column, locked against changes but not against reading."""
    page = Page()
    page.text(72, 760, 20, "Outer islands to get teachers of their own", font="F2")
    page.text(72, 735, 11, "By Litia Naisau")
    column(page, SCHOOL, 72, 710, 400, 11, 14, 100)
    return pdf([page], {"Title": "Outer islands to get teachers of their own",
                        "CreationDate": "D:20240306170500+13'00'"}, lock=Lock())


def scan():
    """A page that is a picture."""
    page = Page()
    page.operators.append(b"q 595 0 0 842 0 0 cm /Im1 Do Q")
    return pdf([page], {"Producer": "Scanner"})


def three_columns():
    """Two pages, three columns, running heads over both; a story goes on from page to page."""
    pages = []
    rest = TOLLS + SCHOOL + ICE + [p.replace("Harbour", "Port") for p in TOLLS] + SCHOOL
    for number in (1, 2):
        page = Page()
        page.text(40, 805, 8, f"{number + 6}    Island Review    5 March 2024")
        top = 780
        if number == 1:
            page.text(40, 750, 26, "What a harbour is worth", font="F2")
            page.text(40, 722, 12, "By Sina Leota and Tomasi Vuli")
            top = 700
        for place in range(3):
            rest, _ = column(page, rest, 40 + 178 * place, top, 162, 9.5, 11.5, 440)
        pages.append(page)
    return pdf(pages, {"Title": "What a harbour is worth", "Creator": "Island Review"})


# --- packages ----------------------------------------------------------------------------------

def package(path, entries):
    """A zip with the same bytes at every run."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, date_time=(2024, 3, 5, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def paragraph(text, style=None, runs=None):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    content = runs or f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p>{properties}{content}</w:p>"


def docx(path, body, title, creator):
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>'
        for i, n in [("Titel", "Title"), ("berschrift1", "heading 1"), ("berschrift2", "heading 2"),
                     ("Standard", "Normal")])
    package(path, [
        ("[Content_Types].xml", XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'),
        ("_rels/.rels", XML + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'),
        ("word/document.xml", XML + f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>"),
        ("word/styles.xml", XML + f"<w:styles {W}>{styles}</w:styles>"),
        ("word/footnotes.xml", XML + f"<w:footnotes {W}>{paragraph('A note that is no part of the story.')}</w:footnotes>"),
        ("docProps/core.xml", XML + f'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator><dcterms:created>2024-03-05T08:12:00Z</dcterms:created></cp:coreProperties>'),
    ])


def word_article():
    """Tracked changes, a text box twice, a table, a footnote, a hyperlink."""
    changed = (
        '<w:r><w:t xml:space="preserve">Ships that wait in the roads for more than </w:t></w:r>'
        '<w:del w:id="1" w:author="Ed"><w:r><w:delText>two</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="Ed"><w:r><w:t>three</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> days will pay a further charge, </w:t></w:r>'
        '<w:hyperlink r:id="rId9"><w:r><w:t>Moana Tuilagi</w:t></w:r></w:hyperlink>'
        '<w:r><w:t xml:space="preserve"> said.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent>'
        + paragraph("The breakwater in figures") + "</w:txbxContent></wps:txbx></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent>" + paragraph("The breakwater in figures")
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
    row = lambda *cells: "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in cells) + "</w:tr>"
    body = (
        paragraph("5 March 2024") + paragraph("Harbour tolls to rise by a fifth", "Titel")
        + paragraph("By Sina Leota") + paragraph("PORT ALMA, March 5 (Lagoon Wire) — " + TOLLS[0])
        + paragraph("", runs=changed)
        + "<w:tbl>" + row("Year", "Cost in millions") + row("2022", "14") + row("2023", "31") + "</w:tbl>"
        + "".join(paragraph(p) for p in TOLLS[2:]))
    docx(HERE / "docx/article.docx", body, "Document1", "Microsoft Office User")


def word_review():
    """A press review: a title, and under it a heading over each article."""
    body = paragraph("Press review, 6 March 2024", "Titel")
    for headline, author, paper, text in [
        ("Harbour tolls to rise by a fifth", "Sina Leota", "The Lagoon Times", TOLLS),
        ("Ice shuts three northern harbours", "Erik Solheim", "Storvik Herald", ICE),
        ("Outer islands to get teachers of their own", "Litia Naisau", "Island Post", SCHOOL),
    ]:
        body += paragraph(headline, "berschrift1") + paragraph(f"Source: {paper}")
        body += paragraph("Date: 5 March 2024") + paragraph(f"By {author}")
        body += "".join(paragraph(p) for p in text)
    docx(HERE / "docx/press-review.docx", body, "Press review, 6 March 2024", "Lani Fonoti")


def word_plain():
    """An article in which nothing is styled but by hand."""
    body = "".join(paragraph(p) for p in [
        "Outer islands to get teachers of their own", "", "By Litia Naisau", "", *SCHOOL])
    docx(HERE / "docx/without-styles.docx", body, "", "Litia Naisau")


def open_document():
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'

    def odt(name, text, meta):
        package(HERE / "odt" / name, [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", XML + f'<office:document-content {office}><office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>'),
            ("meta.xml", XML + f"<office:document-meta {office}><office:meta>{meta}</office:meta></office:document-meta>"),
            ("META-INF/manifest.xml", XML + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'),
        ])

    p = lambda text, style="Text_20_body": f'<text:p text:style-name="{style}">{escape(text)}</text:p>'
    odt("article.odt",
        '<text:tracked-changes><text:changed-region><text:deletion>' + p("Tolls were to fall, the board said first.") + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p("Ice shuts three\n      northern harbours", "P1") + p("By Erik Solheim, Storvik Herald")
        + p("March 5, 2024") + p(ICE[0])
        + '<text:p text:style-name="Text_20_body">Captain Jonas Ekdahl said two trawlers were being led out by the icebreaker<text:s/>Hjelm,<text:note><text:note-body><text:p>Built in 1971.</text:p></text:note-body></text:note> and that nobody was hurt.</text:p>'
        + '<text:h text:outline-level="2">No landings</text:h>' + p(ICE[2]),
        "<meta:initial-creator>esol</meta:initial-creator><meta:creation-date>2024-03-05T07:40:00</meta:creation-date><dc:language>en-GB</dc:language>")
    odt("created-only.odt",
        '<text:h text:style-name="Heading_20_1" text:outline-level="1">Outer islands to get teachers of their own</text:h>' + "".join(p(t) for t in SCHOOL),
        "<dc:title>Outer islands to get teachers of their own</dc:title><meta:initial-creator>Litia Naisau</meta:initial-creator><meta:creation-date>2024-03-06T17:05:31.123000000</meta:creation-date>")


def book():
    """An issue as a program makes it of a paper's feed: bars of links, a table of contents."""
    def chapter(headline, author, text, address):
        bar = '<div class="calibre_navbar">| <a href="a2.html">Next</a> | <a href="toc.html">Section menu</a> | <a href="toc.html">Main menu</a> |<hr/></div>'
        body = "".join(f'<p class="calibre1">{escape(p)}</p>' for p in text)
        return XML + f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{headline}</title><style>p {{ margin: 0 }}</style></head><body class="calibre">{bar}<h1>{headline}</h1><div class="byline">By {author}</div><div><img src="a.jpg" alt=""/><p class="caption">The sound on Tuesday.</p></div>{body}<div class="calibre_navbar"><hr/><p>This article was downloaded by <strong>calibre</strong> from <a href="{address}">{address}</a></p></div></body></html>'

    contents = [("Harbour tolls to rise by a fifth", "Sina Leota", TOLLS), ("Ice shuts three northern harbours", "Erik Solheim", ICE), ("Outer islands to get teachers of their own", "Litia Naisau", SCHOOL)]
    items = [(f"a{n}.html", chapter(h, a, t, f"https://lagoon.example/news/{n}")) for n, (h, a, t) in enumerate(contents, 1)]
    toc = "<html><body><h1>The Lagoon Times</h1><ul>" + "".join(f'<li><a href="{name}">{h}</a> <span>{t[0][:60]}</span></li>' for (name, _), (h, _, t) in zip(items, contents)) + "</ul></body></html>"
    manifest = "".join(f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(["toc.html"] + [name for name, _ in items]))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(items) + 1))
    package(HERE / "epub/issue.epub", [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", XML + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'),
        ("content.opf", XML + f'<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Lagoon Times [Tue, 05 Mar 2024]</dc:title><dc:creator>calibre</dc:creator><dc:publisher>calibre</dc:publisher><dc:language>en</dc:language><dc:date>2024-03-05T06:00:00+13:00</dc:date></metadata><manifest>{manifest}</manifest><spine>{spine}</spine><guide><reference type="toc" href="toc.html"/></guide></package>'),
        ("toc.html", XML + toc), *items,
    ])


def rich_text():
    def coded(text, use_unicode):
        out = []
        for character in text:
            if character in "\\{}":
                out.append("\\" + character)
            elif ord(character) < 128:
                out.append(character)
            elif use_unicode:
                out.append("\\u%d?" % ord(character))
            else:
                out.append("\\'%02x" % character.encode("cp1252")[0])
        return "".join(out)

    body = "".join(r"\pard\plain\f0\fs22 %s\par" % coded(p, n % 2 == 0) + "\n" for n, p in enumerate(TOLLS))
    (HERE / "rtf/release.rtf").write_bytes((
        r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset204 Arial CYR;}}" "\n"
        r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\sbasedon0\snext0 heading 1;}}" "\n"
        r"{\*\generator Some Writer 9;}{\info{\title Harbour tolls}{\author lani}{\creatim\yr2024\mo3\dy5\hr8\min12}}" "\n"
        r"{\header\pard Harbour Board\par}{\footer\pard Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}" "\n"
        r"\pard\plain\s1\f0\fs32\b Harbour tolls to rise by a fifth\b0\par" "\n"
        r"\pard\plain\f0 By Sina L\'e9ota\par" "\n" r"\pard\plain March 5, 2024\par" "\n" + body
        + r"\pard {\f1\'cc\'ee\'f0\'ff\'ea \'e8\'e7 \'cf\'ee\'f0\'f2\'e0.}\par" "\n"
        r"{\pict\pngblip\bin4 }}{{}}" "\n").encode("latin-1"))
    plain = "".join(coded(p, True) + "\\\n" for p in ["Ice shuts three northern harbours", "", "By Erik Solheim", "", *ICE])
    (HERE / "rtf/text-edit.rtf").write_bytes((
        r"{\rtf1\ansi\ansicpg1252\cocoartf2709" "\n" r"{\fonttbl\f0\fswiss\fcharset0 Helvetica;}" "\n"
        r"{\colortbl;\red255\green255\blue255;}" "\n" r"\f0\fs24 \cf0 " + plain + "}").encode("latin-1"))


def main():
    for name, content in [("newspaper-page", newspaper()), ("press-release", release()),
                          ("scan", scan()), ("locked", locked()), ("three-columns", three_columns())]:
        (HERE / f"pdf/{name}.pdf").write_bytes(content)
    word_article()
    word_review()
    word_plain()
    open_document()
    book()
    rich_text()


if __name__ == "__main__":
    main()
