# Sourced by bin/*: prints a Python of at least 3.11, the environment's own when it works.
find_python() {
    for candidate in "$1/.venv/bin/python" "${MANDAT_PYTHON:-}" python3 python3.14 python3.13 \
        python3.12 python3.11 python; do
        if [ -n "$candidate" ] && "$candidate" -c \
            'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    echo "Mandat needs Python 3.11 or newer (on Debian: apt-get install python3 python3-venv)" >&2
    return 1
}
