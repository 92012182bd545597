"""Writes what muster is made of, as SPDX 2.3 in JSON: the Debian packages of the libraries that the program is linked
to, those whose headers were compiled into it, and what others wrote and stands in src/web/page/vendor."""
import argparse
import base64
import datetime
import hashlib
import json
import os
import re
import sys
import urllib.parse

import dpkg
from licences import Licences

OF_PROGRAM = ("muster", "muster_house", "muster_program")  # targets of CMakeLists.txt
BOTH = {"boost1.81"}  # sources of libraries, and of others that are headers only (Asio, Beast)
DECLARATIONS = {"linux"}  # the kernel's interface: no library, and no code


def spdx_id(*words):
    return "SPDXRef-" + "-".join(re.sub(r"[^A-Za-z0-9.-]", "-", word.replace("+", "p")) for word in words)


class Document:
    def __init__(self):
        self.packages, self.relations = {}, set()
        self.licences = Licences()

    def relate(self, a, kind, b):
        if a != b:
            self.relations.add((a, kind, b))

    def add(self, id, name, version, license="NOASSERTION", purpose="LIBRARY", **more):
        self.packages[id] = {
            "SPDXID": id, "name": name, "versionInfo": version, "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": license,
            "copyrightText": "NOASSERTION", "primaryPackagePurpose": purpose, **more}
        return id

    def add_debian(self, package):
        """A Debian package, once; gives its id."""
        facts = dpkg.about(package)
        name, architecture = facts["Package"], facts["Architecture"]
        id = spdx_id("deb", name, architecture)
        if id in self.packages:
            return id
        license, comment = self.licences.of_copyright(name, dpkg.copyright_of(name))
        where = {"arch": architecture, "distro": dpkg.distribution()}
        if facts["source:Package"] != name or facts["source:Version"] != facts["Version"]:
            where["upstream"] = f"{facts['source:Package']}@{facts['source:Version']}"
        version = urllib.parse.quote(facts["Version"], safe=".~-")
        url = f"pkg:deb/debian/{urllib.parse.quote(name, safe='.~-')}@{version}?{urllib.parse.urlencode(where)}"
        more = {"supplier": "Organization: " + facts["Maintainer"],
                "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                  "referenceLocator": url}]}
        if facts["Homepage"]:
            more["homepage"] = facts["Homepage"]
        if comment:
            more["licenseComments"] = comment
        return self.add(id, name, facts["Version"], license, **more)

    def add_npm(self, name, facts):
        """A package of npm, by what a package-lock.json says of it."""
        version = facts["version"]
        path = urllib.parse.quote(name, safe="/")  # the @ of a scope is coded
        ref = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": f"pkg:npm/{path}@{version}"}
        digest = base64.b64decode(facts["integrity"].removeprefix("sha512-")).hex()
        id = self.add(spdx_id("npm", name), name, version, facts["license"], externalRefs=[ref],
                      checksums=[{"algorithm": "SHA512", "checksumValue": digest}])
        self.packages[id]["downloadLocation"] = f"https://registry.npmjs.org/{name}/-/{name.split('/')[-1]}-{version}.tgz"
        return id

    def text(self, name, created):
        body = {
            "packages": [self.packages[id] for id in sorted(self.packages)],
            "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b}
                              for a, kind, b in sorted(self.relations)],
            "hasExtractedLicensingInfos": [self.licences.extracted[id] for id in sorted(self.licences.extracted)]}
        digest = hashlib.sha256(json.dumps([name, created, body], sort_keys=True).encode()).hexdigest()
        head = {
            "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
            "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{digest}",
            "creationInfo": {"created": created, "creators": ["Tool: muster-sbom", "Organization: The muster authors"]}}
        return json.dumps({**head, **body}, indent=2) + "\n"


def digest_of(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def moment():
    """Now, or $SOURCE_DATE_EPOCH: then the same build gives the same document."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    when = (datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc) if seconds
            else datetime.datetime.now(datetime.timezone.utc))
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def vendored(source):
    """What the page of muster web has from npm: names by the table beside it, all else by the lock that tests/web holds the
    files against."""
    with open(os.path.join(source, "src/web/page/vendor/README.md"), encoding="utf-8") as f:
        rows = re.findall(r"^\| ([@a-z][a-z0-9@/.-]*) \| (\d[0-9.]*) \|", f.read(), re.M)
    with open(os.path.join(source, "tests/web/package-lock.json"), encoding="utf-8") as f:
        locked = json.load(f)["packages"]
    for name, version in rows:
        facts = locked["node_modules/" + name]
        if facts["version"] != version:
            sys.exit(f"src/web/page/vendor/README.md has {name} {version}, and tests/web {facts['version']}")
        yield name, facts


def describe(o):
    d = Document()
    muster = d.add("SPDXRef-muster", "muster", o.version, "MIT", "APPLICATION", supplier="Organization: The muster authors",
                   checksums=[{"algorithm": "SHA256", "checksumValue": digest_of(o.program)}])
    d.packages[muster]["copyrightText"] = next(line.strip() for line in open(os.path.join(o.source, "LICENSE"))
                                               if line.startswith("Copyright"))
    d.relate("SPDXRef-DOCUMENT", "DESCRIBES", muster)

    # What it is linked to, and what that is linked to.
    files = dpkg.libraries(o.program)
    packages = {soname: dpkg.package_of(file) for soname, file in files.items()}
    strangers = sorted(files[soname] for soname, package in packages.items() if package is None)
    ids = {soname: d.add_debian(package) for soname, package in packages.items() if package}
    for user, file in [(muster, o.program)] + [(ids[s], files[s]) for s in ids]:
        for soname in dpkg.needed(file):
            if soname in ids:
                d.relate(user, "DYNAMIC_LINK", ids[soname])
    linked_sources = {dpkg.about(package)["source:Package"] for package in packages.values() if package}

    # Whose headers were compiled. Of a library that is linked, too, they are what it is called by; others hold code.
    included = {dpkg.package_of(h) for h in dpkg.headers(o.build, OF_PROGRAM) if h.startswith("/usr/")}
    for package in sorted(included - {None}):
        id = d.add_debian(package)
        source = dpkg.about(package)["source:Package"]
        if source in linked_sources - BOTH or source in DECLARATIONS:
            d.relate(id, "BUILD_DEPENDENCY_OF", muster)
        else:
            d.relate(muster, "STATIC_LINK", id)

    for name, facts in vendored(o.source):
        d.relate(muster, "CONTAINS", d.add_npm(name, facts))
    return d, strangers, included - {None}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("program", "version", "source", "build", "output"):
        parser.add_argument("--" + name, required=True)
    o = parser.parse_args()
    d, strangers, included = describe(o)
    if strangers:
        sys.exit("no Debian package holds " + ", ".join(strangers) + ": what it is made of cannot be told")
    if not included:
        sys.exit(f"{o.build} does not tell what was included where muster was compiled")
    with open(o.output, "w", encoding="utf-8") as f:
        f.write(d.text(f"muster-{o.version}", moment()))


if __name__ == "__main__":
    main()
