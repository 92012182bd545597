"""The licences of Debian packages, from /usr/share/doc/PACKAGE/copyright, as SPDX writes them."""
import re

# What Debian calls them (copyright-format 1.0) -> SPDX's list. Others become LicenseRef-..., with their text.
NAMES = {
    "apache-2.0": "Apache-2.0", "artistic": "Artistic-1.0-Perl", "artistic-1.0": "Artistic-1.0-Perl",
    "bsd-1-clause": "BSD-1-Clause", "bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause",
    "bsl-1.0": "BSL-1.0", "boost-1.0": "BSL-1.0", "cc0-1.0": "CC0-1.0", "cc0": "CC0-1.0", "expat": "MIT",
    "gpl-1+": "GPL-1.0-or-later", "gpl-2": "GPL-2.0-only", "gpl-2+": "GPL-2.0-or-later", "gpl-3": "GPL-3.0-only",
    "gpl-3+": "GPL-3.0-or-later", "isc": "ISC", "lgpl-2": "LGPL-2.0-only", "lgpl-2+": "LGPL-2.0-or-later",
    "lgpl-2.1": "LGPL-2.1-only", "lgpl-2.1+": "LGPL-2.1-or-later", "lgpl-3": "LGPL-3.0-only",
    "lgpl-3+": "LGPL-3.0-or-later", "openldap-2.8": "OLDAP-2.8", "postgresql": "PostgreSQL", "zlib": "Zlib",
}


def stanzas(text):
    """The paragraphs of a copyright file as dictionaries; none if it is not machine-readable."""
    if not text.startswith("Format:") or "copyright-format" not in text.split("\n", 1)[0]:
        return []
    found = []
    for paragraph in re.split(r"\n[ \t]*\n", text):
        fields, name = {}, None
        for line in paragraph.split("\n"):
            if line[:1] in (" ", "\t") and name:
                fields[name] += "\n" + line.strip()
            elif re.match(r"[A-Za-z][A-Za-z-]*:", line):
                name, value = line.split(":", 1)
                name = name.lower()
                fields[name] = value.strip()
        found.append(fields)
    return found


class Licences:
    """Turns names into SPDX expressions, and keeps those that SPDX does not know, with their texts."""

    def __init__(self):
        self.extracted = {}  # LicenseRef-... -> what the list of extracted licences says of it

    def of_copyright(self, package, text):
        """What holds for all of a package (`Files: *`) as an expression, and a comment about the rest."""
        parts = stanzas(text)
        texts = {p["license"].split("\n", 1)[0].strip(): p["license"].split("\n", 1)[1]
                 for p in parts if "license" in p and "\n" in p["license"]}
        of_files = [p for p in parts if "files" in p and "license" in p]
        main = [p for p in of_files if p["files"].split() == ["*"]]
        if not main:
            return "NOASSERTION", f"See /usr/share/doc/{package}/copyright."
        first = lambda p: p["license"].split("\n", 1)[0].strip()
        whole = first(main[0])
        others = sorted({first(p) for p in of_files} - {whole})
        comment = "Some files: " + "; ".join(others) + "." if others else None
        return self.expression(package, whole, texts), comment

    def expression(self, package, words, texts):
        """Of `GPL-2+ or Artistic, and Expat`: commas part first, then `or`, then `and`."""
        parts = [part.strip() for part in re.split(r",\s*(?:and\s+)?", words)]
        all_of = []
        for part in parts:
            if re.match(r"or\s", part) and all_of:  # `A, or B`
                all_of[-1] = f"({all_of[-1]} OR {self.alternatives(package, part[3:], texts)})"
                continue
            all_of.append(self.alternatives(package, part, texts))
        return " AND ".join(all_of)

    def alternatives(self, package, words, texts):
        one_of = []
        for option in re.split(r"\s+or\s+", words):
            names = [self.named(package, name, texts) for name in re.split(r"\s+and\s+", option)]
            one_of.append(" AND ".join(names) if len(names) == 1 else "(" + " AND ".join(names) + ")")
        return one_of[0] if len(one_of) == 1 else "(" + " OR ".join(one_of) + ")"

    def named(self, package, name, texts):
        name = name.strip()
        known = NAMES.get(name.lower())
        if known:
            return known
        ref = "LicenseRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", f"{package}-{name}").strip("-")
        text = texts.get(name) or f"See /usr/share/doc/{package}/copyright: {name}"
        self.extracted[ref] = {"licenseId": ref, "name": name, "extractedText": text}
        return ref
