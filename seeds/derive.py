#!/usr/bin/env python3
"""Writes the seed lists from the open lists and the hand-written additions.

    python3 derive.py GAZETTEERS [--out FOLDER] [--check]

GAZETTEERS is a folder that holds the unpacked open lists (see README.md for
their sources and licences); files may be plain or end in .zst, which needs the
`zstd` program.  Hand-written entries stand in `curated/` next to this file, in
the same columns as the lists written here, and always come first.  `--check`
writes nothing and tells whether the lists on disk are what would be written.

Standard library only.  The same inputs give the same bytes.
"""
import argparse
import csv
import html
import io
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
CURATED = HERE / "curated"

COLUMNS = {
    "publishers": ["name", "aliases", "domains", "country"],
    "people": ["name", "sort_name", "aliases", "description", "country", "wikidata_id", "offices"],
    "organisations": ["name", "aliases", "description", "country", "wikidata_id"],
    "places": ["name", "aliases", "demonyms", "description", "country", "wikidata_id"],
}

# ---------------------------------------------------------------- small tools


SPELLINGS = (
    ("organis", "organiz"), ("co-op", "coop"), ("centre", "center"), ("defence", "defense"),
    ("labour", "labor"), ("programme", "program"), ("theatre", "theater"),
)


def fold(text):
    """A key that ignores case, accents, dots, hyphens, quotes, a leading 'the' and whether
    the spelling is British or American."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.replace("&", " and ").casefold()
    text = re.sub(r"['’ʻ`.]", "", text)
    for british, american in SPELLINGS:
        text = text.replace(british, american)
    text = re.sub(r"[^\w]+", " ", text).strip()
    return text[4:] if text.startswith("the ") else text


def clean(text):
    """NFC, plain apostrophes, single spaces; list separators cannot stand in a value."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    text = text.replace("’", "'").replace("\u2013", "-").replace(";", ",")
    return re.sub(r"\s+", " ", text).strip()


PARTICLES = {
    "al", "ap", "bin", "binti", "da", "dal", "das", "de", "del", "della", "den", "der", "des", "di",
    "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "van", "von", "ter", "ten", "y", "zu",
    "Al", "De", "Del", "Della", "Di", "Dos", "El", "La", "Le", "Van", "Von",
}
SUFFIXES = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}


def sort_name(name):
    """'Winston Peters' -> 'Peters, Winston'; particles go with the surname."""
    words = name.split(" ")
    suffix = ""
    if len(words) > 2 and words[-1] in SUFFIXES:
        suffix = " " + words.pop()
        words[-1] = words[-1].rstrip(",")
    if len(words) < 2:
        return name
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return " ".join(words[start:]) + ", " + " ".join(words[:start]) + suffix


def read_text(root, name):
    """The text of one open list, plain or .zst, wherever below root it stands."""
    for candidate in sorted(root.rglob(Path(name).name + "*")):
        posix = candidate.as_posix()
        if posix.endswith("/" + name):
            return candidate.read_text(encoding="utf-8-sig")
        if posix.endswith("/" + name + ".zst"):
            run = subprocess.run(["zstd", "-dcq", posix], stdout=subprocess.PIPE, check=True)
            return run.stdout.decode("utf-8-sig")
    sys.exit(f"error: {name} is not below {root}")


def read_jsonl(root, name):
    return [json.loads(line) for line in read_text(root, name).splitlines() if line.strip()]


def read_curated(name):
    with open(CURATED / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_of(name):
    return [
        line.strip()
        for line in (CURATED / name).read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def office_of(term):
    """The office of a term: 'Treasurer of Australia since 2022' -> 'treasurer of australia'."""
    return fold(re.sub(r" (?:(?:since|until) )?\d{4}(?:-\d{4})?$", "", term))


def term_of(office, start="", end=""):
    """One term of an office, from the years or days on which it began and ended."""
    start, end = start[:4], end[:4]
    if start and end:
        return f"{office} {start}-{end}" if start != end else f"{office} {start}"
    return office + (f" since {start}" if start else f" until {end}" if end else "")


# ------------------------------------------------------------- merging entries


class Catalogue:
    """Entries of one list. Earlier sources outrank later ones."""

    def __init__(self, columns):
        self.columns = columns
        self.entries = []
        self.by_key = {}

    def find(self, name):
        return self.by_key.get(fold(name))

    def add(self, rank, name, aliases=(), **cells):
        """Adds an entry, or adds what is new to the entry that already has this name."""
        entry = self.find(name)
        if entry is None:
            entry = {column: "" for column in self.columns}
            entry.update(name=name, aliases=[], rank=rank)
            if "offices" in self.columns:
                entry["offices"] = []
            entry.update({k: v for k, v in cells.items() if k in self.columns})
            self.entries.append(entry)
            self.by_key[fold(name)] = entry
        else:
            for column in ("wikidata_id", "country"):
                if column in self.columns and not entry[column]:
                    entry[column] = cells.get(column, "")
            if "offices" in self.columns:
                # What an earlier list says of an office is not said again by a later one.
                had = {office_of(term) for term in entry["offices"]}
                entry["offices"] += [t for t in cells.get("offices", []) if office_of(t) not in had]
            if name != entry["name"]:
                aliases = [name, *aliases]
        for alias in aliases:
            if alias and alias != entry["name"] and alias not in entry["aliases"]:
                entry["aliases"].append(alias)
                self.by_key.setdefault(fold(alias), entry)
        return entry

    def rows(self):
        """Rows with every alias pointing at one entry: a name outranks an alias, a
        hand-written alias outranks a derived one and may be that of several entries (the text
        must tell which), other shared aliases are dropped."""
        names = {entry["name"]: entry for entry in self.entries}
        claims = {}
        for entry in self.entries:
            for alias in entry["aliases"]:
                claims.setdefault(alias, []).append(entry)
        for entry in self.entries:
            kept = []
            for alias in entry["aliases"]:
                if alias in names:
                    continue
                others = claims[alias]
                best = min(other["rank"] for other in others)
                by_hand = entry["rank"] == 0
                if len(others) == 1 or by_hand or (
                    entry["rank"] == best and sum(o["rank"] == best for o in others) == 1
                ):
                    kept.append(alias)
            entry["aliases"] = kept
        ordered = sorted(self.entries, key=lambda e: (e["name"].casefold(), e["name"]))
        return [
            ["; ".join(e[c]) if isinstance(e[c], list) else e[c] for c in self.columns]
            for e in ordered
        ]


def from_curated(name, *more):
    catalogue = Catalogue(COLUMNS[name])
    for rank, file in enumerate((name + ".csv", *more)):
        for row in read_curated(file):
            cells = {k: v for k, v in row.items() if k not in ("name", "aliases")}
            aliases = [a for a in row["aliases"].split("; ") if a]
            if "offices" in cells:
                # Where the offices say all, the description is made of them.
                cells["offices"] = [o for o in cells["offices"].split("; ") if o]
                cells["description"] = cells["description"] or ", ".join(cells["offices"])
            catalogue.add(rank, row["name"], aliases, **cells)
    return catalogue


# ------------------------------------------------------------ places (MIT list)


def places(root):
    catalogue = from_curated("places")
    for entry in catalogue.entries:
        entry["demonyms"] = [d for d in entry["demonyms"].split("; ") if d]
    territories = read_jsonl(root, "rigour/data.jsonl")
    countries = {t["code"].upper(): t for t in territories if t["is_country"]}
    divisions = {
        (t["parent"].upper(), fold(t["name"])): t for t in territories if t.get("parent")
    }
    for entry in catalogue.entries:
        territory = countries.get(entry["country"])
        if territory and fold(territory["name"]) in {
            fold(n) for n in [entry["name"], *entry["aliases"]]
        }:
            entry["wikidata_id"] = territory["qid"]
            continue
        if entry["description"].split(" of ")[0] in ("state", "province", "territory", "nation", "region"):
            key = fold(entry["name"]).removesuffix(" state").removeprefix("state of ")
            division = divisions.get((entry["country"], key))
            if division:
                entry["wikidata_id"] = division["qid"]
    return catalogue


# ---------------------------------------------------------------------- people

STATES = dict(
    pair.split("=")
    for pair in (
        "AL=Alabama;AK=Alaska;AZ=Arizona;AR=Arkansas;CA=California;CO=Colorado;CT=Connecticut;"
        "DE=Delaware;FL=Florida;GA=Georgia;HI=Hawaii;ID=Idaho;IL=Illinois;IN=Indiana;IA=Iowa;"
        "KS=Kansas;KY=Kentucky;LA=Louisiana;ME=Maine;MD=Maryland;MA=Massachusetts;MI=Michigan;"
        "MN=Minnesota;MS=Mississippi;MO=Missouri;MT=Montana;NE=Nebraska;NV=Nevada;"
        "NH=New Hampshire;NJ=New Jersey;NM=New Mexico;NY=New York;NC=North Carolina;"
        "ND=North Dakota;OH=Ohio;OK=Oklahoma;OR=Oregon;PA=Pennsylvania;RI=Rhode Island;"
        "SC=South Carolina;SD=South Dakota;TN=Tennessee;TX=Texas;UT=Utah;VT=Vermont;VA=Virginia;"
        "WA=Washington;WV=West Virginia;WI=Wisconsin;WY=Wyoming;DC=the District of Columbia;"
        "PR=Puerto Rico;GU=Guam;AS=American Samoa;VI=the Virgin Islands;"
        "MP=the Northern Mariana Islands"
    ).split(";")
)


def yaml_people(text):
    """The people of the Congress lists: a reader for exactly the shape of those files."""
    people, block, term = [], "", None
    for line in text.splitlines():
        if line.startswith("- "):
            people.append({"id": {}, "name": {}, "bio": {}, "terms": []})
            block = line[2:].strip().rstrip(":")
            continue
        flat = re.match(r"  (\w+):\s*$", line)
        if flat:
            block = flat[1]
            continue
        if block == "terms":
            start = re.match(r"  - (\w+):\s*(.*)", line)
            more = re.match(r"    (\w+):\s*(.+)", line)
            if start:
                term = {start[1]: scalar(start[2])}
                people[-1]["terms"].append(term)
            elif more and term is not None:
                term[more[1]] = scalar(more[2])
        elif block in ("id", "name", "bio"):
            pair = re.match(r"    (\w+):\s*(.+)", line)
            if pair:
                people[-1][block][pair[1]] = scalar(pair[2])
    return people


def scalar(text):
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return json.loads(text)
    return text


def congress_member(person, today_year):
    """(name, aliases, cells) as the news prints it, from one record of the Congress list."""
    name, last = person["name"], clean(person["name"]["last"])
    first = clean(name.get("first", ""))
    middle = clean(name.get("middle", ""))
    nickname = clean(name.get("nickname", ""))
    suffix = clean(name.get("suffix", ""))
    wiki = re.sub(r"\s*\(.*\)$", "", clean(person["id"].get("wikipedia", "")))
    options = [wiki if fold(last) in fold(wiki) else ""]
    if nickname:
        options.append(f"{nickname} {last}")
    initial = re.fullmatch(r"[A-Z]\.?", first)
    options.append(f"{first} {middle} {last}" if initial and middle else f"{first} {last}")
    if middle and not initial:
        options.append(f"{first} {middle[0]}. {last}")
    options.append(clean(name.get("official_full", "")))
    if suffix:
        options.append(f"{first} {last} {suffix}")
    options = [re.sub(r",? (Jr\.?|Sr\.?|II|III|IV)$", r" \1", o) for o in options if " " in o]
    options = list(dict.fromkeys(options))
    terms = [t for t in person["terms"] if t["type"] in ("sen", "rep")]
    parts, offices = [], []
    for kind, title in (("sen", "US Senator"), ("rep", "US Representative")):
        mine = [t for t in terms if t["type"] == kind]
        if not mine:
            continue
        spans = []
        for t in mine:
            start, end = int(t["start"][:4]), int(t["end"][:4])
            if spans and start - spans[-1][1] <= 0:
                spans[-1][1] = end
            else:
                spans.append([start, end])
        years = ", ".join(f"since {a}" if b > today_year else f"{a}-{b}" for a, b in spans)
        office = f"{title} for {STATES.get(mine[-1]['state'], mine[-1]['state'])}"
        parts.append(f"{office} {years}")
        offices += [term_of(office, str(a), "" if b > today_year else str(b)) for a, b in spans]
    description = "; ".join(parts).replace("; ", ", ")
    surname = last + (f" {suffix}" if suffix and options[0].endswith(suffix) else "")
    given = options[0][: -len(surname)].strip() if options[0].endswith(surname) else first
    return options[0], options[1:], {
        "sort_name": f"{last}, {given}" + (f" {suffix}" if surname != last else ""),
        "description": description,
        "country": "US",
        "wikidata_id": person["id"].get("wikidata", ""),
        "offices": offices,
    }


# A Congress term that ends after this year is a current one in the list as unpacked.
CONGRESS_YEAR = 2026

POCOM_TITLES = {
    "secretary": "US Secretary of State",
    "deputy-secretary": "US Deputy Secretary of State",
    "representative-to-un": "US Ambassador to the United Nations",
    "representative-to-nato": "US Ambassador to NATO",
    "representative-to-eu": "US Ambassador to the European Union",
    "representative-to-oas": "US Ambassador to the Organization of American States",
    "representative-to-oecd": "US Ambassador to the OECD",
    "representative-to-osce": "US Ambassador to the OSCE",
    "representative-to-iaea": "US Ambassador to the IAEA",
    "counselor": "Counselor of the US State Department",
    "chief-of-protocol": "US Chief of Protocol",
}
SMALL = {"and", "of", "the", "to", "for", "in", "at"}
THE = {"bahamas", "comoros", "gambia", "maldives", "marshall-islands", "netherlands",
       "philippines", "seychelles", "solomon-islands", "united-arab-emirates", "united-kingdom",
       "central-african-republic", "czech-republic", "dominican-republic"}


def slug_title(slug):
    words = slug.split("-")
    text = " ".join(w if w in SMALL else w.capitalize() for w in words)
    return ("the " if slug in THE else "") + text


def pocom_office(role):
    slug = role["file"].split("/")[1]
    if slug in POCOM_TITLES:
        return POCOM_TITLES[slug]
    if role["file"].startswith("missions-countries/"):
        kind = "US Ambassador" if role["role"].startswith("ambassador") else "US envoy"
        return f"{kind} to {slug_title(slug)}"
    post = clean(role["post"]).removeprefix("U.S. ").removeprefix("US ")
    return "US diplomat" if post.startswith("Representative") else "US " + post


def pocom(root, catalogue, common):
    for person in read_jsonl(root, "us_state_principals_pocom.jsonl"):
        roles = [r for r in person["roles"] if (r.get("start") or "0")[:4] >= "1997"]
        if not roles:
            continue
        surname, forename = clean(person["surname"]), clean(person["forename"])
        given = forename.split(" ")
        if len(given[0].rstrip(".")) == 1 and len(given) > 1:
            short = " ".join(given[:2])
        else:
            short = given[0]
        name = f"{short} {surname}"
        # A common given name with a common surname says too little about who is meant: there is an
        # ambassador Michael Owen as well as a footballer.
        if fold(given[0]) in common[0] and fold(surname) in common[1] and not catalogue.find(name):
            continue
        aliases = []
        if forename != short:
            aliases.append(f"{forename} {surname}")
            if len(given) == 2 and short == given[0]:
                aliases.append(f"{short} {given[1][0]}. {surname}")
        if person.get("gen"):
            aliases.append(f"{short} {surname} {person['gen']}")
        roles.sort(key=lambda r: (r.get("start", ""), r["file"]))
        terms = [term_of(pocom_office(r), r.get("start", ""), r.get("end", "")) for r in roles]
        offices = [term for term in terms if not term.startswith("US diplomat")]
        catalogue.add(
            20, name, list(dict.fromkeys(aliases)), sort_name=f"{surname}, {short}",
            # This list does not say who is still there: what did not end, began then.
            description=terms[-1].replace(" since ", " from "), country="US", offices=offices,
        )


TITLES = (
    r"(?:[Ii]nterim |[Aa]cting |[Tt]ransitional |[Ff]ederal |[Ss]tate )?"
    r"(?:President|Prime Minister|Premier|Chancellor|Governor General|Governor-General|"
    r"Taoiseach|Administrator|Chairperson|Captain|Chief Minister|Governor)"
)


def capital(word):
    """SHEINBAUM -> Sheinbaum, O'NEILL -> O'Neill, GEERLINGS-SIMONS -> Geerlings-Simons."""
    if not re.search(r"[^\W\d_]{2}", word) or word != word.upper() or re.fullmatch(r"[IVX]+", word):
        return word
    word = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word.lower())
    return re.sub(r"^Mc(\w)", lambda m: "Mc" + m[1].upper(), word)


RANKS = {"Dr.", "Gen.", "Lt.", "Sir", "Dame", "Capt.", "Col.", "Sr.", "Maj.", "Brig.", "Ratu", "Rear", "Adm."}
# Entries of the factbook that this reading cannot take apart.
FACTBOOK_SKIP = {"Horta Man", "Nikos Christodoulidis", "Kay Gusmao", "Maria Levi", "Joseph Ngute"}


def factbook(root, catalogue, codes, country_names):
    """Heads of state and government; monarchs and the Middle East are hand-written only,
    because this list spells them unlike the news."""
    for record in read_jsonl(root, "cia_factbook_government.jsonl"):
        if record["file"].startswith(("middle-east/", "world/", "oceans/")):
            continue
        country = html.unescape(record.get("country", {}).get("conventional short form", ""))
        code = codes.get(fold(country))
        if not code:
            continue
        for office in ("chief of state", "head of government"):
            text = clean((record.get("executive") or {}).get(office, ""))
            found = re.match(rf"({TITLES})\s+(?:\([^)]*\)\s+)?([^(,]+?)\s+\(since ([^)]*)\)", text)
            if not found:
                continue
            title, words = found[1].strip().capitalize(), found[2].split(" ")
            words = [w for w in words if w not in RANKS]
            upper = [i for i, w in enumerate(words) if len(w.strip(".")) > 1 and w == w.upper()]
            if not upper or len(words) < 2 or len(words) > 6 or any(c.isdigit() for c in found[2]):
                continue
            title = re.sub(r"minister$", "Minister", title).replace("general", "General")
            title = re.sub(r"^(Interim|Acting|Transitional|Federal|State) (\w)",
                           lambda m: f"{m[1]} {m[2].upper()}", title)
            full = " ".join(capital(w) for w in words)
            if upper[0] == 0:
                short, sorted_as = full, full
            else:
                head = words[: upper[-1] + 1]
                if len(head) > 3 and upper[0] > 1 and all(w not in PARTICLES for w in head):
                    head = [head[0], *head[upper[0]:]]
                short = " ".join(capital(w) for w in head)
                family = " ".join(capital(w) for w in words[upper[0]: upper[-1] + 1])
                sorted_as = f"{family}, {short[: -len(family)].strip()}"
            year = re.search(r"\d{4}", found[3])
            if words[0] == "of" or short in FACTBOOK_SKIP:
                continue
            # The office holder is mostly hand-written already, perhaps under another spelling
            # of the given names: then this list adds the fuller form, or nothing.
            family_key = fold(words[upper[-1]] if upper[0] else words[0])
            same = [
                e for e in catalogue.entries
                if e["country"] == code and family_key in fold(e["name"]).split(" ")
            ]
            if same:
                given_keys = {fold(w) for w in words[: upper[0]]} or {fold(w) for w in words[1:]}
                for entry in same:
                    if given_keys & set(fold(entry["name"]).split(" ")):
                        if full != entry["name"] and full not in entry["aliases"]:
                            entry["aliases"].append(full)
                        break
                continue
            office = term_of(f"{title} of {country_names.get(code, country)}", year[0] if year else "")
            catalogue.add(
                10, short, [full], sort_name=sorted_as, country=code, description=office,
                offices=[office],
            )


def executive_offices(terms):
    """The terms of presidents and vice presidents, those that follow on each other as one."""
    spans = []
    for term in terms:
        title = "President" if term["type"] == "prez" else "Vice President"
        if spans and spans[-1][0] == title and spans[-1][2][:4] == term["start"][:4]:
            spans[-1][2] = term["end"]
        else:
            spans.append([title, term["start"], term["end"]])
    return [
        term_of(f"{title} of the United States", start, "" if int(end[:4]) > CONGRESS_YEAR else end)
        for title, start, end in spans
    ]


def people(root, territories, country_names):
    catalogue = from_curated("people")
    for entry in catalogue.entries:
        if not entry["sort_name"]:
            entry["sort_name"] = sort_name(entry["name"])
    members = yaml_people(read_text(root, "congress-legislators/legislators-current.yaml"))
    for member in members:
        name, aliases, cells = congress_member(member, CONGRESS_YEAR)
        catalogue.add(5, name, aliases, **cells)
    for person in yaml_people(read_text(root, "congress-legislators/executive.yaml")):
        last_term = person["terms"][-1]
        name = f"{person['name'].get('nickname') or person['name']['first']} {person['name']['last']}"
        known = catalogue.find(clean(name))
        if last_term["end"] >= "1961" or known:
            office = "President" if last_term["type"] == "prez" else "Vice President"
            catalogue.add(
                6, clean(name), sort_name=sort_name(clean(name)), country="US",
                description=f"{office} of the United States until {last_term['end'][:4]}",
                offices=executive_offices(person["terms"]), wikidata_id=person["id"].get("wikidata", ""),
            )
    codes = {}
    for t in territories:
        if t["is_country"]:
            for n in (t["name"], t["full_name"], *t["names_strong"]):
                codes.setdefault(fold(n), t["code"].upper())
    factbook(root, catalogue, codes, country_names)

    def most_common(count, *lists):
        lines = [line for name in lists for line in read_text(root, name).splitlines()[:count]]
        return {line.split()[0].casefold() for line in lines}

    common = (
        most_common(100, "us-census-names/dist.male.first", "us-census-names/dist.female.first"),
        most_common(1000, "us-census-names/dist.all.last"),
    )
    pocom(root, catalogue, common)
    for entry in catalogue.entries:
        # No bare surnames; a single word is an alias only where it was written by hand.
        if entry["rank"] > 1:
            entry["aliases"] = [a for a in entry["aliases"] if " " in a]
    return catalogue


# --------------------------------------------------------------- organisations

# News forms and fuller forms of S&P 500 names. A name that is an ordinary word, place or
# surname when it stands alone keeps only its longer form.
LEGAL = (
    r",?\s+(?:Inc\.?|Incorporated|Corp\.?|Corporation|Company|Co\.?|Companies|plc|PLC|Ltd\.?|"
    r"Limited|N\.V\.|S\.A\.|Group|Holdings|International|Technologies|& Co\.|& Company)$"
)
KEEP_LONG = {
    fold(w)
    for w in (
        "Align;Allstate;American Tower;Apollo;Assurant;Ball;Best Buy;Block;Booking;Camden;Capital;"
        "Baxter;Lennox;Deere;Carnival;Edison;Charles Schwab;Carrier;Cincinnati Financial;Citizens;Coherent;Comfort Systems;Constellation;Cooper;Copart;"
        "Dominion;Dover;Dow;Eaton;Equity Residential;Erie Indemnity;Everest;Expand;Extra Space;"
        "Fair Isaac;Ferguson;Flex;Ford Motor;Fox;Franklin;Gap;Gen;Genuine Parts;Global Payments;"
        "Globe Life;Hartford;Hershey;HP;Hubbell;Huntington;Idex;Insulet;Invitation Homes;"
        "Iron Mountain;Jack Henry;Jacobs;Leidos;Linde;Live Nation;Loews;Marsh;Martin Marietta;"
        "McCormick;Meta;Monster;Moody's;Mosaic;News;Old Dominion;Omnicom;ON;Oracle;Otis;"
        "Packaging;Parker;Pool;Principal;Progressive;Public Storage;Ralph Lauren;Raymond James;"
        "Realty Income;Regency;Regions;Republic;Rollins;Roper;Ross;Simon;Snap-on;Southern;"
        "Southwest;Stanley;Steel Dynamics;State Street;Stryker;Target;Take-Two;Tapestry;Trade Desk;"
        "Tractor Supply;Travelers;Trimble;Tyler;Universal;Ventas;Visa;Vulcan;Waters;Williams;"
        "Workday;Zebra;APA;PTC;CF;DTE;TE;AES;CDW;CSX;CRH;EQT;KLA;MSCI;NRG;PPG;PPL;TJX;TKO;Aon;"
        "Texas Pacific Land;Fidelity National Information Services;Honeywell;Brown;Charles River;"
        "Chubb;Caterpillar;Apple;Amazon;Sempra;Nasdaq;Church;Cummins;Dollar Tree;Fastenal;Masco;"
        "Blackstone;Corning;Bunge;Arch;Ares;Emerson;Nucor;Kroger;Kellogg;Clorox;Garmin;Gartner"
    ).split(";")
} - {fold(w) for w in "Apple;Amazon;Caterpillar;Blackstone;Oracle;Leidos;Allstate;Loews;Nucor;Kroger;Clorox;Garmin;Gartner;Moody's;Meta;Cummins;Ralph Lauren;Raymond James;Martin Marietta;Live Nation;Honeywell;Sempra;Masco;Fastenal;Bunge;Omnicom;Emerson;Chubb".split(";")}


def companies(root, catalogue):
    for row in csv.DictReader(io.StringIO(read_text(root, "sp500/constituents.csv"))):
        security = re.sub(r"\s*\((?:Class \w|The)\)", "", row["Security"])
        flipped = re.fullmatch(r"(\w+) \(Eli\)", security)
        name = clean(f"Eli {flipped[1]}" if flipped else security)
        short = name
        while True:
            cut = re.sub(LEGAL, "", short)
            if cut == short or len(cut) < 2:
                break
            short = cut
            if fold(short) in KEEP_LONG:
                break
        legal_only = re.sub(
            r",?\s+(?:Inc\.?|Corporation|Corp\.?|plc|Ltd\.?|Limited|& Company|Company|& Co\.)$", "", name)
        news = name if fold(legal_only) in KEEP_LONG - {"deere"} else legal_only
        aliases = [name]
        if short != news and fold(short) not in KEEP_LONG and (" " in short or len(short) > 4):
            if name.removeprefix(short) in (" Technologies", " Technology", " Platforms", " Group",
                                           " Holdings", " Companies", " International"):
                aliases.append(short)
        if name.endswith(" Corporation"):
            aliases.append(name[: -len("oration")] + ".")
        if name.endswith(" Company"):
            aliases.append(name[: -len("mpany")] + ".")
        if news in ("Hartford", "Block", "Gen", "Fox Corporation"):
            continue
        catalogue.add(10, news, aliases, description=f"company ({row['GICS Sub-Industry'].lower()})",
                      country="US")


UK_SKIP = {
    fold(w)
    for w in (
        "Monitor;Trust ports;National security and intelligence;Civil service;Government Estates Management;"
        "Department of Health;Department for Education;Ministry of Justice;Ministry of Defence;"
        "Department for Transport;Law Commission;Parole Board;Supreme Court;Courts;Council for Science and Technology;"
        "Ombudsman;Technical Advisory Board;Science Advisory Council;Police Arbitration Tribunal;"
        "Civil Aviation Authority;Environment Agency;Electoral Commission;Competition Commission;"
        "National Archives;National Gallery;National Portrait Gallery;Border Force;Charity Commission;"
        "Ambulance service;Police;Fire and rescue services;Coal Authority;Forestry Commission;"
        "Competition Tribunal;Copyright Tribunal;Privy Council Office;Office of Fair Trading;Armed Forces"
    ).split(";")
}


def uk_government(root, catalogue):
    text = read_text(root, "uk-government-organisations/government-organisation.tsv")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        name = re.sub(r"\s*\([^)]*\)", "", clean(row["name"]))
        name = re.sub(r"^The ", "", name)
        if fold(name) in UK_SKIP or name.islower() or (row["end-date"] or "9") < "2005":
            continue
        if " " not in name and not catalogue.find(name) and name.upper() != name and not name.startswith("Of"):
            continue
        if name.endswith("investigation") or len(name) > 80:
            continue
        ended = f", until {row['end-date'][:4]}" if row["end-date"] else ""
        aliases = [name.replace(" & ", " and ")] if " & " in name else []
        catalogue.add(11, name, aliases, description="organisation of the United Kingdom government" + ended,
                      country="GB")


def congress_committees(root, catalogue):
    for kind, name in re.findall(
        r"^- type: (\w+)\n  name: (.+)$",
        read_text(root, "congress-legislators/committees-current.yaml"), re.M,
    ):
        name = clean(scalar(name))
        aliases = []
        short = re.fullmatch(r"(House|Senate) Committee on (?:the )?([A-Z][\w' ]+)", name)
        if short:
            aliases.append(f"{short[1]} {short[2]} Committee")
        if " " in name:
            catalogue.add(12, name, aliases, country="US",
                          description=f"committee of the United States Congress ({kind})")


ORG_WORDS = set(
    "academy agency alliance army assembly association authority bank brigade brigades bureau "
    "campaign center centre coalition commission committee community confederation conference "
    "congress convention council court federation foundation front fund group initiative institute "
    "international league movement network office organisation organization parliament party "
    "programme project society trust tribunal union university forces guard".split()
)
ACRONYMS = {"Un": "UN", "Eu": "EU", "Us": "US", "Usa": "USA", "Uk": "UK", "Ngo": "NGO",
            "Aids": "AIDS", "Hiv": "HIV", "Nato": "NATO", "Asean": "ASEAN", "Oecd": "OECD"}
LINKS = set("of and for the in to on with against without de des du la le les et y del e da do dos von und".split())


PETRARCH_SKIP = {
    fold(w)
    for w in (
        "International Government Organisation;Association of Southeast Asia Nations;"
        "Item the Third World Institute;World Bank Family Network Book Project;"
        "European Commission to the Philippines;UN High Commission for Human Rights;"
        "Community of Saharan States;Military Wing of the Greater Syrian Army;"
        "Special Rapporteur of the United Nations Human Rights Council"
    ).split(";")
}


def petrarch_name(raw):
    raw = raw.strip().rstrip("_").replace("_", " ").strip()
    words = []
    for i, word in enumerate(raw.lower().split(" ")):
        if word in LINKS and i:
            words.append(word)
            continue
        word = re.sub(r"^(['\"]?)(\w)", lambda m: m[1] + m[2].upper(), word)
        word = re.sub(r"-(\w)", lambda m: "-" + m[1].upper(), word)
        words.append(ACRONYMS.get(word, word))
    return " ".join(words)


def petrarch(root, catalogue):
    seen_groups = (
        ("petrarch2-actors/Phoenix.International.actors.txt", "international organisation", 13),
        ("petrarch2-actors/Phoenix.MilNonState.actors.txt", "armed group", 14),
    )
    for file, description, rank in seen_groups:
        for line in read_text(root, file).splitlines():
            body, _, _comment = line.partition("#")
            found = re.match(r"([A-Z][A-Z'_\- ]+?)_?\s*(\[[^\]]*\])", body)
            if not found or re.search(r"\d{6}", found[2]):
                continue
            code = found[2][1:4]
            if rank == 13 and code not in ("IGO", "NGO"):
                continue
            name = petrarch_name(found[1])
            words = name.lower().split(" ")
            if len(words) < 3 or len(words) > 9 or not ORG_WORDS & set(words):
                continue
            # Capitals only: a word without vowels was an acronym, and how to write it is lost.
            if any(not re.search(r"[aeiouy]", w) for w in words) or name.endswith((" of", " for", " the")):
                continue
            if words[0] in LINKS or any(len(w) == 1 for w in words if w not in LINKS):
                continue
            if fold(name) in PETRARCH_SKIP:
                continue
            catalogue.add(rank, clean(name), description=(
                "non-governmental organisation" if code == "NGO" else description))


def parties(root, catalogue, codes):
    """Political parties of the CIA factbook, without their acronyms (too many clash)."""
    claimed = {}
    for record in read_jsonl(root, "cia_factbook_government.jsonl"):
        country = html.unescape(record.get("country", {}).get("conventional short form", ""))
        code = codes.get(fold(country))
        if not code:
            continue
        for item in re.split(r"<br\s*/?>|\n", html.unescape(record.get("parties") or "")):
            item = re.sub(r"<[^>]*>", "", item)
            item = re.sub(r"\[.*?\]|\(.*?\)|\(.*$", "", item)
            name = clean(re.split(r"\s+or\s+|:|, led by", item)[0]).strip(" -*,")
            words = name.split(" ")
            if not 2 <= len(words) <= 8 or not all(w[0].isupper() or w in LINKS for w in words if w):
                continue
            if "/" in name or '"' in name or not re.search(
                r"Party|Union|Front|Movement|Alliance|Congress|League|Democra|Coalition|Rally|Labou?r|"
                r"Social|Liberal|National|People|Partido|Parti\b|Green", name):
                continue
            claimed.setdefault(fold(name), []).append((name, code, country))
    for key, rows in sorted(claimed.items()):
        if len({code for _, code, _ in rows}) > 1 or catalogue.find(rows[0][0]):
            continue
        if len(key.split(" ")) < 3 and not any(c in key for c in ("national rally",)):
            continue
        name, code, country = rows[0]
        catalogue.add(15, name, description=f"political party in {country}", country=code)


WITH_THE = {
    "Bahamas", "Central African Republic", "Comoros", "Cook Islands", "Czech Republic", "Gambia",
    "Democratic Republic of the Congo", "Dominican Republic", "Federated States of Micronesia",
    "Maldives", "Marshall Islands", "Netherlands", "Philippines", "Republic of the Congo",
    "Seychelles", "Solomon Islands", "United Arab Emirates", "United Kingdom", "United States",
}


def ministries(catalogue, place_catalogue):
    """For countries without hand-written ministries: foreign, defence and finance ministry,
    armed forces, as the news names them by the country's adjective."""
    have = {
        e["country"] for e in catalogue.entries
        if e["description"].startswith(("foreign ministry of", "defence ministry of"))
    }
    no_army = {"AD", "CK", "CR", "DM", "FM", "GD", "IS", "KI", "KN", "LC", "LI", "MC", "MH", "MU",
               "NR", "NU", "PA", "PW", "SB", "SM", "TV", "VA", "VC", "WS", "HT", "PS"}
    for place in place_catalogue.entries:
        if not place["description"].startswith("country in") or place["country"] in have:
            continue
        if not place["demonyms"]:
            continue
        adjective, name = place["demonyms"][0], place["name"]
        if adjective.endswith(" Islander") or adjective in ("New Zealander",):
            adjective = name
        the = "the " if name in WITH_THE else ""
        posts = [("Foreign", "Foreign Affairs", "foreign"), ("Finance", "Finance", "finance")]
        if place["country"] not in no_army:
            posts.append(("Defence", "Defence", "defence"))
        for short, long, lower in posts:
            aliases = [f"{adjective} {short} Ministry", f"{adjective} {lower} ministry",
                       f"{adjective} Ministry of {long}"]
            if short == "Defence":
                aliases += [f"{adjective} Defense Ministry", f"{adjective} defense ministry"]
            catalogue.add(16, f"Ministry of {long} of {the}{name}", aliases,
                          description=f"{lower} ministry of {the}{name}", country=place["country"])
        if place["country"] not in no_army:
            catalogue.add(17, f"{adjective} Armed Forces",
                          [f"{adjective} armed forces", f"{adjective} army", f"{adjective} military"],
                          description=f"armed forces of {the}{name}", country=place["country"])


def organisations(root, place_catalogue, territories):
    catalogue = from_curated("organisations")
    codes = {}
    for t in territories:
        if t["is_country"]:
            for n in (t["name"], t["full_name"], *t["names_strong"]):
                codes.setdefault(fold(n), t["code"].upper())
    ministries(catalogue, place_catalogue)
    companies(root, catalogue)
    uk_government(root, catalogue)
    congress_committees(root, catalogue)
    parties(root, catalogue, codes)
    petrarch(root, catalogue)
    return catalogue


# ----------------------------------------------------------------------- names

NAME = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*")


def written(raw):
    """MCDONALD of the census becomes Mcdonald -> McDonald; others get a capital."""
    raw = clean(raw)
    if raw == raw.upper() or raw == raw.lower():
        raw = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), raw.lower())
    return re.sub(r"^Mc([a-z])", lambda m: "Mc" + m[1].upper(), raw)


def name_list(candidates, stop):
    """Names of two letters or more, one spelling a name, without those of the stop list."""
    taken = {}
    for candidate in candidates:
        if len(candidate) >= 2 and NAME.fullmatch(candidate) and candidate[0].isupper():
            if candidate.casefold() not in stop:
                taken.setdefault(candidate.casefold(), candidate)
    return [[name] for _, name in sorted(taken.items())]


def given_names(root, person_catalogue):
    stop = {w.casefold() for w in words_of("not-given-names.txt")}
    names = []
    for entry in person_catalogue.entries:
        family, comma, given = entry["sort_name"].partition(", ")
        if comma and entry["rank"] == 0:
            names.append(given.split(" ")[0])
    for file in ("dist.male.first", "dist.female.first"):
        for line in read_text(root, f"us-census-names/{file}").splitlines():
            names.append(written(line.split()[0]))
    names += [written(n) for n in read_text(root, "NameDatabases/first_names_us.txt").splitlines()]
    names += [n for n in words_of("more-given-names.txt")]
    mostly = mostly_of(root)
    return [[name, mostly.get(name.casefold(), "")] for [name] in name_list(names, stop)]


# How many times as frequent among women as among men a name must be to be mostly a woman's, or the other way round.
MOSTLY = 10
# Per cent of people, for a name that a list of the census does not have: it leaves out the rarest.
UNLISTED = 0.0002


def mostly_of(root):
    """By given name in small letters: whether the census knows it as a woman's or a man's."""
    shares = {}
    for at, file in enumerate(("dist.female.first", "dist.male.first")):
        for line in read_text(root, f"us-census-names/{file}").splitlines():
            name, share = line.split()[:2]
            shares.setdefault(name.casefold(), [UNLISTED, UNLISTED])[at] = float(share)
    mostly = {}
    for name, (women, men) in shares.items():
        if women >= MOSTLY * men:
            mostly[name] = "woman"
        elif men >= MOSTLY * women:
            mostly[name] = "man"
    return mostly


# How many of the most frequent census surnames are taken (the list is in order of frequency).
CENSUS_SURNAMES = 7500


def surnames(root, person_catalogue):
    stop = {w.casefold() for w in words_of("not-surnames.txt")}
    names = []
    for entry in person_catalogue.entries:
        family, comma, _given = entry["sort_name"].partition(", ")
        if not comma and entry["country"] in ("CN", "KR", "KP", "TW", "HK", "SG", "VN") and " " in family:
            family = family.split(" ")[0]
        elif not comma:
            continue
        names += [family, family.split(" ")[-1]] if " " in family else [family]
    lines = read_text(root, "us-census-names/dist.all.last").splitlines()
    names += [written(line.split()[0]) for line in lines[:CENSUS_SURNAMES]]
    for file in ("ie", "fr", "hi", "cn", "kr"):
        try:
            text = read_text(root, f"NameDatabases/surnames_{file}.txt")
        except UnicodeDecodeError:
            continue
        names += [written(n) for n in text.splitlines()]
    return name_list(names, stop)


# ------------------------------------------------------------------- publishers


def publishers():
    catalogue = from_curated("publishers")
    for entry in catalogue.entries:
        entry["domains"] = [d for d in entry["domains"].split("; ") if d]
    return catalogue


# ------------------------------------------------------------------------- main


def table(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def faults(name, header, rows):
    """What breaks the rules of README.md."""
    seen, owners = set(), {}
    for row in rows:
        cells = dict(zip(header, row))
        title = cells["name"]
        if title in seen:
            yield f"{name}: {title}: name twice"
        seen.add(title)
        for column in ("aliases", "demonyms", "domains"):
            parts = [p for p in cells.get(column, "").split("; ") if p]
            if len(parts) != len(set(parts)):
                yield f"{name}: {title}: {column} repeat"
            if column == "domains" or column == "aliases":
                for part in parts:
                    if part == title and column == "aliases":
                        yield f"{name}: {title}: its own alias"
                    shared = name == "organisations" and column == "aliases"
                    if owners.setdefault((column, part), title) != title and not shared:
                        yield f"{name}: {part}: points at {owners[(column, part)]} and {title}"
        if name == "people":
            family, comma, _given = cells["sort_name"].partition(", ")
            for part in cells["aliases"].split("; "):
                if comma and part == family:
                    yield f"{name}: {title}: a bare surname as alias, {part}"
        for cell in row:
            if cell != cell.strip() or "\n" in cell or unicodedata.normalize("NFC", cell) != cell:
                yield f"{name}: {title}: untidy cell {cell!r}"
        if not re.fullmatch(r"([A-Z]{2})?", cells.get("country", "")):
            yield f"{name}: {title}: country {cells['country']}"
        for term in filter(None, cells.get("offices", "").split("; ")):
            years = re.search(r"(?:(since|until) )?(\d{4})(?:-(\d{4}))?$", term)
            if not office_of(term) or (years and years[3] and years[3] < years[2]):
                yield f"{name}: {title}: office {term}"
        if not re.fullmatch(r"(Q\d+)?", cells.get("wikidata_id", "")):
            yield f"{name}: {title}: wikidata_id {cells['wikidata_id']}"
    for (column, alias), owner in owners.items():
        if column == "aliases" and alias in seen:
            yield f"{name}: {alias}: a name, and an alias of {owner}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gazetteers", type=Path)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    root = options.gazetteers
    territories = read_jsonl(root, "rigour/data.jsonl")
    place_catalogue = places(root)
    country_names = {
        e["country"]: ("the " if e["name"] in WITH_THE else "") + e["name"]
        for e in place_catalogue.entries
        if e["description"].startswith(("country", "self-governing"))
    }
    person_catalogue = people(root, territories, country_names)
    organisation_catalogue = organisations(root, place_catalogue, territories)
    tables = {
        "publishers": (COLUMNS["publishers"], publishers().rows()),
        "people": (COLUMNS["people"], person_catalogue.rows()),
        "organisations": (COLUMNS["organisations"], organisation_catalogue.rows()),
        "places": (COLUMNS["places"], place_catalogue.rows()),
        "given_names": (["name", "mostly"], given_names(root, person_catalogue)),
        "surnames": (["name"], surnames(root, person_catalogue)),
    }
    bad = False
    for name, (header, rows) in tables.items():
        for fault in faults(name, header, rows):
            print("fault:", fault, file=sys.stderr)
            bad = True
        data, path = table(header, rows), options.out / f"{name}.csv"
        if options.check:
            if not path.exists() or path.read_bytes() != data:
                print(f"differs: {path.name}", file=sys.stderr)
                bad = True
        else:
            path.write_bytes(data)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
