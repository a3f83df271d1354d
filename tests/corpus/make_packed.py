"""Makes the cases of the formats that hold files: tests/corpus/{warc,arc,wacz,zip,tar}.

Run from the root of the repository: python3 tests/corpus/make_packed.py
The bytes are the same at every run. All papers, people and places are invented.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from pathlib import Path

CORPUS = Path(__file__).parent
STAMP = (2031, 5, 6, 7, 8, 10)
SITE = "https://www.lagoontimes.example"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Harbour tolls to rise in spring - The Lagoon Times</title>
<meta property="og:type" content="article">
<meta property="og:title" content="Harbour tolls to rise in spring">
<meta property="article:published_time" content="2031-05-05T18:30:00+12:00">
<meta name="author" content="Ann Teariki">
</head><body>
<nav><a href="/">Home</a> <a href="/business">Business</a></nav>
<article><h1>Harbour tolls to rise in spring</h1>
<p class="byline">By Ann Teariki</p>
<p>The harbour board of Port Maru will raise its tolls by a tenth in spring, its chair, Tomas Okoro, said on Monday. It is the first rise in six years.</p>
<p>"The piers are eighty years old and somebody has to pay for them," Mr Okoro told a meeting of ship owners at the Customs House.</p>
<p>Fishing boats under twelve metres are exempt. The owners' union said that it would ask the ministry to look into the figures.</p>
</article><footer>&copy; 2031 The Lagoon Times</footer></body></html>
"""

RELEASE = """PORT MARU, May 6 (Lagoon Wire) - The ferry to Tavi will sail twice a day from June, the transport ministry said on Tuesday.

Minister Leila Novak said that the second crossing would cost 1.2 million dollars a year. The timetable is to be printed next week.
"""

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Lagoon Times</title><link>https://www.lagoontimes.example/</link>
<item><title>Lighthouse keeper retires</title><link>https://www.lagoontimes.example/keeper</link>
<guid>https://www.lagoontimes.example/?p=811</guid><pubDate>Tue, 06 May 2031 06:00:00 +1200</pubDate>
<description>After 41 years Ioane Petelo leaves the light on Cape Sorrow to a machine.</description></item>
</channel></rss>
"""


def http(body, media="text/html; charset=utf-8", status="200 OK", **fields):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def chunked(body, size=400):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def warc(kind, block, uri=None, media=None, length=None, version="1.1", **fields):
    lines = [f"WARC/{version}", f"WARC-Type: {kind}"]
    number = zlib.crc32(kind.encode() + block + (uri or "").encode())
    lines.append(f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-0000{number:08x}>")
    lines.append("WARC-Date: 2031-05-06T07:08:09Z")
    if uri:
        lines.append(f"WARC-Target-URI: {uri}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines.append(f"Content-Type: {media or 'application/http; msgtype=' + kind}")
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + block + b"\r\n\r\n"


def packed(data):
    return gzip.compress(data, mtime=0)


def crawl():
    """A crawl: a page with its request, a picture, a redirect, a text, a feed, a revisit."""
    page = PAGE.encode()
    answer = http(chunked(packed(page)), Transfer_Encoding="chunked", Content_Encoding="gzip")
    digest = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    url = SITE + "/business/harbour-tolls"
    return [
        warc("warcinfo", b"software: invented\r\n", media="application/warc-fields"),
        warc("request", b"GET /business/harbour-tolls HTTP/1.1\r\nHost: x\r\n\r\n", url),
        warc("response", answer, url, WARC_Payload_Digest=digest),
        warc("response", http(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png"), SITE + "/pier.png"),
        warc("response", http(b"", status="301 Moved Permanently", Location=url), SITE + "/tolls"),
        warc("response", http(RELEASE.encode(), "text/plain; charset=utf-8"), SITE + "/ferry.txt"),
        warc("response", http(FEED.encode(), "application/rss+xml"), SITE + "/feed"),
        warc(
            "revisit",
            http(b""),
            url + "?again",
            WARC_Payload_Digest=digest,
            WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        ),
    ]


def damaged():
    """A length that is too large, garbage between records, a record that is cut off."""
    url = SITE + "/business/harbour-tolls"
    page = http(PAGE.encode())
    text = RELEASE.encode()
    return [
        warc("response", page, f"<{url}>", length=len(page) + 5000, version="1.0"),
        warc("resource", text, SITE + "/ferry.txt", "text/plain", version="0.18"),
        b"\x00\x01 not a record\r\n",
        warc("conversion", text, SITE + "/ferry", "text/plain", version="1.0"),
        warc("response", page, url, version="1.0")[:-900],
    ]


def arc():
    def record(url, block, media):
        return f"{url} 10.0.0.1 20310506070809 {media} {len(block)}\n".encode() + block + b"\n"

    about = b"1 0 Invented\nURL IP-address Archive-date Content-type Archive-length\n"
    return [
        record("filedesc://lagoon.arc", about, "text/plain"),
        record("dns:www.lagoontimes.example", b"20310506070809\n", "text/dns"),
        record("http://www.lagoontimes.example/tolls", http(PAGE.encode()), "text/html"),
        record("http://www.lagoontimes.example/ferry.txt", http(RELEASE.encode(), "text/plain"), "text/plain"),
    ]


def zipped(members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = method
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return file.getvalue()


def tarred(members, format):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_935_817_690
            if data is LINK:
                info.type, info.linkname, info.size = tarfile.SYMTYPE, "tolls.html", 0
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


LINK = b"-"
LINES = b'{"title": "Ferry to sail twice a day", "text": "The ferry to Tavi will sail twice a day from June."}\n{"title": "Keeper retires", "text": "Ioane Petelo leaves the light on Cape Sorrow."}\n'
MEMBERS = [
    ("clippings/tolls.html", PAGE.encode()),
    ("clippings/2031/ferry.txt", RELEASE.encode()),
    ("clippings/wire.jsonl", LINES),
    ("clippings/wire.jsonl.gz", packed(LINES)),
    ("clippings/caf\u00e9 list.txt", "The caf\u00e9 on the pier will close on Friday, its owner said.\n".encode()),
]


def write(path, data):
    path = CORPUS / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


write("warc/crawl.warc", b"".join(crawl()))
write("warc/damaged.warc", b"".join(damaged()))
write("warc/ends-in-text.warc", b"".join(crawl()[5:6]))
write("arc/lagoon.arc", b"".join(arc()))
write(
    "wacz/recorded.wacz",
    zipped(
        [
            ("archive/data.warc.gz", b"".join(packed(record) for record in crawl())),
            ("indexes/index.cdx", b"example,lagoontimes,www)/ 20310506070809 {}\n"),
            ("pages/pages.jsonl", b'{"format": "json-pages-1.0", "id": "pages"}\n'),
            ("datapackage.json", b'{"profile": "data-package", "wacz_version": "1.1.1"}'),
        ],
        zipfile.ZIP_STORED,
    ),
)
write("zip/clippings.zip", zipped([*MEMBERS, ("__MACOSX/clippings/._tolls.html", b"x"), ("inner.zip", zipped(MEMBERS[:1]))]))
write("tar/clippings-pax.tar", tarred([*MEMBERS, ("clippings/link.html", LINK)], tarfile.PAX_FORMAT))
write("tar/clippings-gnu.tar", tarred([("long/" * 40 + "ferry.txt", RELEASE.encode()), *MEMBERS[:1]], tarfile.GNU_FORMAT))
