#!/bin/sh
# Runs the project's scripts with a Python that is new enough: $PYTHON, else python3.11, else python3.
new_enough='import sys; raise SystemExit(sys.version_info < (3, 11))'
for candidate in ${PYTHON:-python3.11 python3}; do
    if "$candidate" -c "$new_enough" >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done
if [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is not a Python 3.11 or newer. Name one that is: PYTHON=/path/to/python3.11 make run" >&2
else
    echo "SNT Roster needs Python 3.11 or newer, and none was found. Install it (on Debian 12: apt-get install python3)." >&2
fi
exit 1
