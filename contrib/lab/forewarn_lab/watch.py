# SPDX-License-Identifier: BSD-3-Clause
"""What a validator and the daemon need to live in the lab: root hints, trust
anchor, and a configuration that watches every zone."""

from . import topology, unseen
from .build import addresses_of, key_store

CONFIG = """\
# Every zone of the lab, at the lab's speed. Made by `lab up`.
state_dir: "{directory}/state"
run_dir: "{directory}/run"
user: ""
prober_user: nobody
root_hints: "{directory}/root.hints"
trust_anchor_file: "{directory}/root.key"
private_servers: allow # all of it is on loopback
canaries: [".", "lab.", "good.lab."]
canaries_bad: [ds-digest-mismatch.faults.lab., ds-no-matching-dnskey.faults.lab.]
canaries_insecure: [unsigned.good.lab.]
confirm: [1s, 2s, 4s]
state_interval: 5s
http_listen: "{net}.0.1:9553"
defaults:
    pulse: 10s
    survey: 60s
    names: {{"@": [A, MX], www: [A, AAAA]}}
targets:
  - name: sink
    kind: generic
    url: "http://127.0.0.1:9599/"
    max_per_minute: 0
zones:
{zones}"""


def watched():
    return [row for row in topology.ZONES.values() if row.name != "."]


def zone_lines(state, row):
    lines = []
    if row.watch:
        names = ", ".join(f'"{label}": [{", ".join(types)}]'
                          for label, types in row.watch.items())
        lines.append(f"names: {{{names}}}")
    named = [state.address(topology.server(name).hosts[0])
             for name in row.named_servers()]
    if named:
        lines.append(f"servers: [{', '.join(named)}]")
    if row.anchor:
        texts = unseen.anchors(key_store(state, row), row.anchor)
        lines.append("trust_anchor: ["
                     + ", ".join(f'"{text}"' for text in texts) + "]")
    if row.config:
        lines.append(row.config)
    if not lines:
        return f"  - {row.name}\n"
    return "".join(f"    {line}\n" for line in
                   [f"- name: {row.name}"] + lines).replace("    -", "  -", 1)


def write_all(state):
    root = topology.ZONES["."]
    with open(state.path("root.hints"), "w") as out:
        for host, address in addresses_of(state, root).items():
            out.write(f". 3600 NS {host}\n{host} 3600 A {address}\n")
            if state.six:
                out.write(f"{host} 3600 AAAA {state.address_six('0.1')}\n")
    with open(state.path("root.key"), "w") as out:
        for key in key_store(state, root).signing()[0]:
            out.write(f". 3600 IN DNSKEY {key.dnskey.to_text()}\n")
    with open(state.path("forewarn.yaml"), "w") as out:
        out.write(CONFIG.format(directory=state.directory, net=state.net,
                                zones="".join(zone_lines(state, row)
                                              for row in watched())))
