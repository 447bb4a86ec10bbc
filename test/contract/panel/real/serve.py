"""Serves the real panel's WSGI application on loopback: serve.py PORT"""

import sys

from werkzeug.serving import WSGIRequestHandler, run_simple

from hiddifypanel import create_app


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type, message, *args):
        return None


app = create_app()
run_simple("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=QuietHandler)
