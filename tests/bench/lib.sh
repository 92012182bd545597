# Shared by run and limited: what they start, they end by its id; what they write goes with $folder.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Memory-backed folders would hide what durability costs, so the work folder is where TMPDIR points (default /tmp).
folder=$(mktemp -d -t muster-bench.XXXXXXXX)
started=()

clean_up() {
    local pid
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$folder" "${memory_folder:-/nonexistent}"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need() {
    local program
    for program; do
        type -P "$program" >/dev/null && continue
        echo "$0: $program is missing: apt-get install nginx-light wrk nodejs npm python3 time curl valgrind postgresql util-linux" >&2
        exit 2
    done
}

# Sets $MUSTER: the given program, or a Release one that is built without tests in $MUSTER_BUILD.
find_muster() {
    if [[ -n ${MUSTER:-} ]]; then
        MUSTER=$(realpath "$MUSTER")
        return
    fi
    local build=${MUSTER_BUILD:-$here/../../build-bench}
    # g++ 12 at -O3 sees overlapping copies in std::string's operator+ where there are none.
    cmake -S "$here/../.." -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMUSTER_TESTS=OFF \
        -DCMAKE_CXX_FLAGS=-Wno-restrict >/dev/null
    cmake --build "$build" --target muster_program >&2
    MUSTER=$(realpath "$build/muster")
}

# free_ports N: N loopback ports that nobody listens on now.
free_ports() {
    python3 - "$1" <<'PY'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
PY
}

# wait_for_port PORT PID: returns once PORT accepts; fails if the process has ended or does not listen within 10 s.
wait_for_port() {
    local i
    for ((i = 0; i < 200; ++i)); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
        kill -0 "$2" 2>/dev/null || break
        sleep 0.05
    done
    echo "$0: nothing listens on port $1" >&2
    return 1
}

# unlimited_server PORT [TLS_PORT CERTIFICATE KEY]: what nginx is to be told for the lists below $folder/pages, and, over
# TLS 1.3, for the same.
unlimited_server() {
    local tls=
    if (($# > 1)); then
        tls="listen 127.0.0.1:$2 ssl backlog=1024; ssl_certificate $3; ssl_certificate_key $4; ssl_protocols TLSv1.3;"
    fi
    sed "s|@FOLDER@|$folder|g; s|@PORT@|$1|g; s|@TLS@|$tls|" "$here/unlimited.conf.in"
}

# start_nginx CONFIG PORT: starts nginx with the configuration file and waits until it listens on PORT.
start_nginx() {
    nginx -e "$folder/nginx-error.log" -p "$folder" -c "$1" 2>"$folder/nginx-start.log" &
    started+=($!)
    wait_for_port "$2" $! || { cat "$folder/nginx-start.log" >&2; return 1; }
}
