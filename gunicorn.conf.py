"""How gunicorn serves the roster: two processes of four threads, on this machine only unless BIND differs."""

import os
import sys

if not os.environ.get("SECRET_KEY"):
    sys.exit("Set SECRET_KEY to a long random string: without one nobody stays signed in over a restart.")

if os.environ.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"):
    sys.exit("Unset FLASK_DEBUG: it is for looking inside, and the roster holds people's data.")

wsgi_app = "wsgi:app"
bind = os.environ.get("BIND", "127.0.0.1:5000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 5  # requests take milliseconds; a stop must not feel like a hang
keepalive = 5
preload_app = True  # read once, then shared; no connection is opened until a worker is asked
loglevel = "warning"
accesslog = None  # requests are logged by the application, without personal detail
forwarded_allow_ips = ""  # TRUSTED_PROXIES alone says whose headers to believe
control_socket_disable = True  # it would write under the home folder, which may be read-only
