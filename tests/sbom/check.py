"""Holds a document of SPDX 2.3 in JSON against what the specification requires of the fields that muster's has:
check.py DOCUMENT. Prints the licence expressions, a line each, for a parser of others (run)."""
import json
import re
import sys

ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ACTOR = re.compile(r"(Person|Organization|Tool): .+")
URI = re.compile(r"[a-z][a-z0-9+.-]*://[^\s#]+")
PURL = re.compile(r"pkg:[a-z]+/[A-Za-z0-9.%~_/-]+@[A-Za-z0-9.%~_-]+(\?[a-z]+=[^&=\s]+(&[a-z]+=[^&=\s]+)*)?")
RELATIONS = {  # those of the 45 that a document of libraries has use for
    "DESCRIBES", "CONTAINS", "DEPENDS_ON", "BUILD_DEPENDENCY_OF", "DYNAMIC_LINK", "STATIC_LINK", "GENERATED_FROM"}
PURPOSES = {"APPLICATION", "FRAMEWORK", "LIBRARY", "CONTAINER", "OPERATING-SYSTEM", "DEVICE", "FIRMWARE", "SOURCE",
            "ARCHIVE", "FILE", "INSTALL", "OTHER"}


class Findings(list):
    def require(self, holds, what):
        if not holds:
            self.append(what)

    def matches(self, pattern, value, what):
        self.require(isinstance(value, str) and pattern.fullmatch(value), f"{what}: {value!r}")


def check_head(d, found):
    found.require(d.get("spdxVersion") == "SPDX-2.3", "spdxVersion")
    found.require(d.get("dataLicense") == "CC0-1.0", "dataLicense")
    found.require(d.get("SPDXID") == "SPDXRef-DOCUMENT", "SPDXID of the document")
    found.require(bool(d.get("name")), "name")
    found.matches(URI, d.get("documentNamespace"), "documentNamespace")
    creation = d.get("creationInfo", {})
    found.matches(MOMENT, creation.get("created"), "created")
    found.require(bool(creation.get("creators")), "creators")
    for each in creation.get("creators", []):
        found.matches(ACTOR, each, "creator")


def check_package(p, found):
    name = p.get("name", "?")
    found.matches(ID, p.get("SPDXID"), f"{name}: SPDXID")
    for field in ("name", "versionInfo", "licenseConcluded", "licenseDeclared", "copyrightText"):
        found.require(isinstance(p.get(field), str) and p[field], f"{name}: {field}")
    found.require(p.get("downloadLocation") in ("NOASSERTION", "NONE") or URI.fullmatch(p.get("downloadLocation", "")),
                  f"{name}: downloadLocation")
    found.require(p.get("filesAnalyzed") is False and "packageVerificationCode" not in p and "hasFiles" not in p,
                  f"{name}: filesAnalyzed")
    found.require(p.get("primaryPackagePurpose") in PURPOSES, f"{name}: primaryPackagePurpose")
    if "supplier" in p:
        found.matches(ACTOR, p["supplier"], f"{name}: supplier")
    for sum in p.get("checksums", []):
        digits = {"SHA256": 64, "SHA512": 128}.get(sum.get("algorithm"), 0)
        found.matches(re.compile(f"[0-9a-f]{{{digits}}}"), sum.get("checksumValue"), f"{name}: checksum")
    for ref in p.get("externalRefs", []):
        found.require((ref["referenceCategory"], ref["referenceType"]) == ("PACKAGE-MANAGER", "purl"), f"{name}: externalRefs")
        found.matches(PURL, ref["referenceLocator"], f"{name}: purl")


def check(d):
    found = Findings()
    check_head(d, found)
    ids = [p.get("SPDXID") for p in d.get("packages", [])]
    found.require(len(ids) == len(set(ids)) > 0, "SPDXIDs are not unique")
    for p in d.get("packages", []):
        check_package(p, found)
    known = {"SPDXRef-DOCUMENT", *ids}
    related = set()
    for r in d.get("relationships", []):
        ends = r.get("spdxElementId"), r.get("relatedSpdxElement")
        found.require(known.issuperset(ends) and r.get("relationshipType") in RELATIONS, f"relationship {r}")
        related.update(ends)
    found.require(known == related, f"nothing is said of {known - related}")
    described = [r for r in d.get("relationships", []) if r.get("relationshipType") == "DESCRIBES"]
    found.require(len(described) == 1, "it must describe one package")

    extracted = {e.get("licenseId"): e.get("extractedText") for e in d.get("hasExtractedLicensingInfos", [])}
    named = {ref for p in d.get("packages", []) for ref in re.findall(r"LicenseRef-[A-Za-z0-9.-]+", p["licenseDeclared"])}
    found.require(named == set(extracted), f"extracted licences: {named ^ set(extracted)}")
    found.require(all(extracted.values()), "a licence without its text")
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        document = json.load(f)
    found = check(document)
    if found:
        sys.exit("\n".join(found))
    for expression in sorted({p["licenseDeclared"] for p in document["packages"]} - {"NOASSERTION", "NONE"}):
        print(expression)


if __name__ == "__main__":
    main()
