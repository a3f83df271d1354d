#!/usr/bin/env python3
"""Writes the six name lists of this folder from the open sources.

    python3 collect.py SOURCES [--out FOLDER] [--check]

SOURCES is a folder that holds the unpacked packages and the repositories under
the folder names in README.md.  `--check` writes nothing and tells whether the
lists on disk are what would be written.

Python 3.10 or newer, standard library only.  The same sources and the same
src/names/common_words.txt give the same bytes.
"""
import argparse
import ast
import csv
import html
import json
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMON_WORDS = HERE.parent.parent / "src" / "names" / "common_words.txt"
LONGEST = 80

# Exchanges of FinanceDatabase that are not read: the two large US ones (NMS, NYQ) come
# from the exchanges' own listings, the others mostly repeat shares from elsewhere.
NOT_READ = {"FRA", "NMS", "NYQ", "PNK", "STU"}
# Regional German boards: what stands there in capitals is cut to fit a ticker.
REGIONAL = {"BER", "DUS", "HAM", "HAN", "MUN"}

# ------------------------------------------------------------------ readers


def text_of(path):
    return path.read_text(encoding="utf-8-sig")


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def strings_in(value, keys):
    """The strings of a JSON value: members of arrays, and values under one of `keys`."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield item
            else:
                yield from strings_in(item, keys)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(item, str):
                yield from strings_in(item, keys)
            elif key in keys:
                yield item


# ----------------------------------------------------------------- cleaning


def clean(name):
    """NFC, plain apostrophes, single spaces, no separators or stray quotes at the ends."""
    name = unicodedata.normalize("NFC", html.unescape(name))
    name = re.sub("[\u2018\u2019\u02bc\u00b4`]", "'", name)
    name = re.sub("[\u201c\u201d\u201e]", '"', name)
    name = re.sub("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]", "", name)
    name = re.sub(r"\s+", " ", name.replace(" -- ", " \u2013 ")).strip(" ,;|*-\u2013")
    if name.count('"') == 1 or re.fullmatch('"[^"]*"', name):
        name = name.replace('"', "").strip()
    return name


def is_latin(name):
    """Has a letter, and no letter of another script: the model reads English."""
    letters = [c for c in name if c.isalpha() and c not in "ºª"]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def usable(name, person):
    if not 1 < len(name) <= LONGEST or not is_latin(name):
        return False
    if person:
        plain = all(c.isalpha() or unicodedata.combining(c) or c in " .'-" for c in name)
        return plain and any(c.isupper() for c in name)
    if sum(c.isalnum() for c in name) < 2 or name.islower():
        return False
    odd = re.search(r"https?:|www\.|[][@<>{}=\\]|\?\?", name)
    return not odd and name.count("(") == name.count(")")


def tidy(names, person=False):
    """The usable names, once each, sorted bytewise; people's names in capitals are lowered."""
    names = map(clean, names)
    if person:
        names = (name.capitalize() if name.isupper() else name for name in names)
    return sorted({n for n in names if usable(n, person)}, key=lambda n: n.encode("utf-8"))


def without_brackets(name):
    before = None
    while name != before:
        before, name = name, re.sub(r"\s*(\([^()]*\)|\[[^][]*\])", "", name)
    return name


# ---------------------------------------------------------------- companies

# Where the name of a security stops being the name of who issued it.
SECURITY = re.compile(
    r"""\s+-\s.*
    | [\s,]+(?:(?:new|ny|new\s+york|sponsored|sponosred|unsponsored|global|american|dual|voting|
               common|registered)\s+)*
      (?: (?:common|ordinary|capital|registered|registry|voting|preference)\s+(?:stocks?|shares?)
        | (?:subordinate|limited|restricted|exchangeable|non)[\s-]voting
        | shares\s+of\s+beneficial
        | class\s+[a-z]\b | series\s+[a-z]\b
        | deposit[ao]ry | (?:adr|ads|gdr|cdr|cdi|drc|nvdr)s?\b
      ).*
    | (?:\s+common)?\s+new$ | \s+common(?:\s+\w+)?$
    """,
    re.I | re.X,
)
# Words of a legal form or a share that a slip glued to the word before.
GLUED = re.compile(r"(?<=[a-z.)])(?=Co\.,? ?Ltd|Co\.$|Common Stock|Class [A-C]\b)")
# What is not a company's own share; the company stands in the list with its share, if at all.
NOT_A_SHARE = re.compile(
    r"\b(ETFs?|ETNs?|ETPs?|ETC|Funds?|Notes?|Debentures?|Bonds?|BDS|Warrants?|Units?|Rights?"
    r"|Dep\s+Shs|Preferred|Preference|Pref|Pfd|Perpetual|Perp|Certificates?|Portfolio|Index"
    r"|Municipal|Income\s+Trust|Term\s+Trust)\b|\d%|\bdue\s+\d{4}|\b[1-3]x\b",
    re.I,
)
# Names cut to fit a ticker: 'SHINKO EL.IND.LTD', 'ACCOR SP.ADR NEW 1/5/O.N'.
TICKER_STYLE = re.compile(r"[A-Z]{2}\.[A-Z]|[-,/+ ]\d|\bO\.N\b|DRN$")
FORMS_BEHIND = re.compile(
    r"""[\s,]*(?:(?<=\s)|(?<=,))(?:
      inc | incorporated | corp | corporation | co | company | companies | ltd | limited | llc |
      l\.?l\.?p | l\.?p | plc | p\.l\.c | n\.?\s?v | s\.?\s?a | s\.a\.s | a\.?g | s\.?e |
      holdings? | group | groupe | trust | bancorp | bancorporation | bancshares | a/s | ab |
      asa | oyj | abp | s\.?p\.?a | gmbh | kgaa | berhad | bhd | tbk | s\.?a\.?b\.?(?:\sde\sc\.?v)? |
      de\sc\.?v |
      s\.?a\.?a | s\.?a\.?k | s\.?a\.?q | s\.?c\.?p\.?a | s\.g\.p\.s | t\.a\.s |
      a\.\s?s | d\.d | b\.m | hf | nyrt | soci[eé]t[eé]\s+anonyme |
      sociedad\s+an[oó]nima | sp[oó][lł]ka\s+akcyjna |
      anonim\s+[sş]irketi | pjsc | p\.j\.s\.c | qpsc | q\.p\.s\.c | ojsc | jsc | public |
      pty | pvt | private | pcl | k\.?k | a\.?\s?ş | a\.?o | \(publ\) | \(the\) | and | &
    )\.?\s*$""",
    re.I | re.X,
)
FORMS_BEFORE = re.compile(
    r"(?:(?:international|public|open|closed)\s+)*joint[\s-]+stock\s+company\s+"
    r"|(?:PT|PJSC|OJSC|JSC|PAO)\.?\s+|(?:public\s+)?stock\s+company\s+",
    re.I,
)


def company(name):
    """The issuer's name as printed: 'Walt Disney Company (The) Common Stock' -> 'Walt Disney
    Company'."""
    name = re.sub(r"^D/B/A\s+", "", GLUED.sub(" ", clean(name)))
    name = without_brackets(SECURITY.sub("", name)).strip(" ,")
    return "" if name.isupper() and TICKER_STYLE.search(name) else name


def short_company(name):
    """The name without legal forms: 'Heineken N.V.' -> 'Heineken'."""
    before = FORMS_BEFORE.match(name)
    name = name[before.end():] if before else name
    while name != before:
        before = name
        name = FORMS_BEHIND.sub("", name).strip(" ,&-")
    return name


def companies(sources):
    """Shares on US exchanges, and the middle-sized and larger companies of the world."""
    listings = (
        ("nasdaq-listings/data/nasdaq-listed-symbols.csv", "Security Name"),
        ("nyse-other-listings/data/other-listed.csv", "Security Name"),
    )
    for path, column in listings:
        for row in rows_of(sources / path):
            name = row[column] or ""
            if row["ETF"] == "N" and row["Test Issue"] == "N" and not NOT_A_SHARE.search(name):
                yield company(name)
    for path in sorted((sources / "FinanceDatabase/database/equities").glob("*.csv")):
        if path.stem in NOT_READ:
            continue
        for row in rows_of(path):
            name = row["name"] or ""
            if row["market_cap"] not in {"Mega Cap", "Large Cap", "Mid Cap"}:
                continue
            if not NOT_A_SHARE.search(name) and not (path.stem in REGIONAL and name.isupper()):
                yield company(name)


def brands(sources):
    """Company names and brands of the spelling dictionary; lower-case variants stay out."""
    for line in text_of(sources / "dict-companies/package/dict/companies.txt").splitlines():
        name = line.split("#")[0].strip().lstrip("~!+*").replace("_", " ")
        if name[:1].isupper():
            yield name


def company_short_names(sources, common):
    for name in tidy([*map(short_company, companies(sources)), *brands(sources)]):
        if name.lower() not in common and not (len(name) == 2 and name[1].islower()):
            yield name


# ------------------------------------------------------------------- bodies


def alternatives(name):
    """'Communist Party of X/New People's Army' is two names, 'Cambio 90/Mayoría' is one."""
    parts = name.split("/")
    return parts if all(" " in part.strip() for part in parts) else [name]


def bodies(sources):
    """Parties, designated militant groups, US federal agencies, universities, newspapers."""
    for row in rows_of(sources / "partyfactsdata/import/elecglob/partyfacts-core-parties.csv"):
        for column in ("name_english", "name"):
            for name in re.split(r"\s*/\s+|\s+/\s*|[;|]", row[column] or ""):
                name = re.sub(r"^\s*[A-Z][a-z]+:\s", "", without_brackets(name))  # 'Faroese: '
                yield from alternatives(name)
    corpora = sources / "corpora/data"
    militant = corpora / "societies_and_groups/designated_terrorist_groups"
    for path in sorted(militant.glob("*.json")):
        for name in strings_in(json.loads(text_of(path)), {"name", "group"}):
            yield from alternatives(without_brackets(name))
    for path in ("governments/us_federal_agencies", "corporations/newspapers"):
        yield from strings_in(json.loads(text_of(corpora / (path + ".json"))), {"name", "agency"})
    path = sources / "university-domains-list/world_universities_and_domains.json"
    for entry in json.loads(text_of(path)):
        yield without_brackets(entry["name"])


# -------------------------------------------------------------------- clubs

TEAM_FILES = (
    "mlb_teams", "milb_teams", "nba_teams", "nfl_teams", "nhl_teams",
    "football/epl_teams", "football/laliga_teams", "football/serieA",
)


def clubs(sources):
    """Football clubs with their short and older names, and the teams of the large leagues.

    A club's line is 'name, year, @ ground, town'; its other names follow on lines
    that start with '|'; '$$' marks a sponsor inside a name.
    """
    for path in sorted((sources / "clubs").rglob("*clubs.txt")):
        for line in text_of(path).splitlines():
            line = without_brackets(line.split("#")[0].replace("$$", ""))
            if line.lstrip().startswith("|"):
                yield from line.split("|")
            elif line[:1].strip() and line[0] not in "=(-":
                yield from line.split(",")[0].split("|")
    for name in TEAM_FILES:
        path = sources / "corpora/data/sports" / (name + ".json")
        yield from strings_in(json.loads(text_of(path)), {"name", "team", "club"})


# ------------------------------------------------------------------- people


def faker_names(sources, kind):
    """The string constants that the person providers assign to names with `kind` in them."""
    for path in sorted((sources / "faker/faker/providers/person").glob("*/__init__.py")):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Assign):
                target = node.targets[0]
            elif isinstance(node, ast.AnnAssign):
                target = node.target
            else:
                continue
            if node.value is None or kind not in getattr(target, "id", ""):
                continue
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    if not re.search(r"[\d{}:/.]", part.value):
                        yield part.value


def country_names(sources, file):
    for row in rows_of(sources / "popular-names-by-country-dataset" / file):
        yield row["Romanized Name"] or ""
        yield row["Localized Name"] or ""


def given_names(sources):
    yield from faker_names(sources, "first")
    yield from country_names(sources, "common-forenames-by-country.csv")


def surnames(sources):
    yield from faker_names(sources, "last")
    yield from country_names(sources, "common-surnames-by-country.csv")


# --------------------------------------------------------------------- main


def all_lists(sources):
    common = set(COMMON_WORDS.read_text(encoding="utf-8").split())
    return {
        "companies.txt": tidy(companies(sources)),
        "company_short_names.txt": tidy(company_short_names(sources, common)),
        "bodies.txt": tidy(bodies(sources)),
        "clubs.txt": tidy(clubs(sources)),
        "given_names.txt": tidy(given_names(sources), person=True),
        "surnames.txt": tidy(surnames(sources), person=True),
    }


def main():
    parser = argparse.ArgumentParser(description="Writes the name lists from the open sources.")
    parser.add_argument("sources", type=Path, help="folder with the unpacked sources")
    parser.add_argument("--out", type=Path, default=HERE, help="where the lists go")
    parser.add_argument("--check", action="store_true", help="write nothing, tell what differs")
    options = parser.parse_args()
    differs = False
    for file, names in all_lists(options.sources).items():
        data = "".join(name + "\n" for name in names).encode("utf-8")
        path = options.out / file
        same = path.is_file() and path.read_bytes() == data
        if not options.check and not same:
            path.write_bytes(data)
        differs |= not same
        state = "the same" if same else "differs" if options.check else "written"
        print(f"{file}: {len(names)} names, {state}")
    return 1 if options.check and differs else 0


if __name__ == "__main__":
    sys.exit(main())
