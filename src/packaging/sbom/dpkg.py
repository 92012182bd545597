"""What Debian knows: which package holds a file, and what is written about it; and what a program is linked to."""
import functools
import os
import re
import subprocess


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@functools.lru_cache(maxsize=None)
def owners():
    """Path -> package, of all that is installed."""
    of = {}
    folder = "/var/lib/dpkg/info"
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".list"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as f:
            for path in f:
                of[path.rstrip("\n")] = name[:-len(".list")]
    return of


def package_of(path):
    """The package of a file, by any name of it, or None. /lib and /usr/lib are one folder, which dpkg does not know."""
    for each in dict.fromkeys((os.path.normpath(path), os.path.realpath(path))):
        for name in (each, "/usr" + each, each.removeprefix("/usr")):
            if name in owners():
                return owners()[name]
    return None


FIELDS = "Package Version Architecture source:Package source:Version Homepage Maintainer".split()


def about(package):
    """What dpkg says of a package, by FIELDS."""
    form = "\\t".join("${" + field + "}" for field in FIELDS)
    return dict(zip(FIELDS, output_of("dpkg-query", "-W", "-f", form, package).split("\t")))


def copyright_of(package):
    try:
        with open(f"/usr/share/doc/{package}/copyright", encoding="utf-8", errors="replace") as f:
            return f.read()
    except OSError:
        return ""


def distribution():
    """`debian-12`, for package URLs; empty if this is no such system."""
    try:
        with open("/etc/os-release", encoding="utf-8") as f:
            words = dict(line.rstrip("\n").replace('"', "").split("=", 1) for line in f if "=" in line)
    except OSError:
        return ""
    return f"{words.get('ID', '')}-{words['VERSION_ID']}" if "VERSION_ID" in words else words.get("ID", "")


def libraries(program):
    """All shared libraries that it is run with: soname -> file (ldd)."""
    found = re.findall(r"^\s*(\S+) => (/\S+) \(", output_of("ldd", program), re.M)
    return dict(found)


def needed(file):
    """The sonames that a program or library names itself."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", output_of("readelf", "-d", file))


def headers(build, targets):
    """All files that were included where these targets were compiled, as the build has noted (Ninja, or Make)."""
    ours = tuple(f"CMakeFiles/{target}.dir/" for target in targets)
    found = set()
    if os.path.exists(os.path.join(build, "build.ninja")):
        wanted = False
        for line in output_of("ninja", "-C", build, "-t", "deps").splitlines():
            if line[:1] not in (" ", ""):
                wanted = line.startswith(ours)
            elif wanted and line.strip():
                found.add(os.path.normpath(os.path.join(build, line.strip())))
        return found
    for target in ours:
        for folder, _, names in os.walk(os.path.join(build, target)):
            for name in names:
                if name.endswith(".d"):
                    with open(os.path.join(folder, name), encoding="utf-8") as f:
                        words = f.read().replace("\\\n", " ").split(":", 1)[1].split()
                    found.update(os.path.normpath(os.path.join(build, word)) for word in words)
    return found
