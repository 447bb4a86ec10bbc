"""Reads share links, one a line, by other people's programs; writes what each understood, one JSON a line."""

import json
import sys

from singbox2proxy.parsers import parse_link
from vless2clash.core.generator import _parse_vless

for line in sys.stdin:
    link = line.strip()
    entry = {"singbox": parse_link(link)}
    if link.startswith("vless://"):
        entry["clash"] = _parse_vless(link, 1, True)
    print(json.dumps(entry))
