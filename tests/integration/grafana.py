# SPDX-License-Identifier: BSD-3-Clause
"""grafana - what can be shown of a dashboard without a Grafana: its structure,
Grafana's own types (@grafana/schema of npm), and its queries one by one."""
import json
import pathlib
import re
import shutil
import subprocess

from harness import case

DASHBOARD = pathlib.Path(__file__).resolve().parents[2] / \
    "contrib/grafana/forewarn.json"
COLUMNS = 24


def load():
    return json.loads(DASHBOARD.read_text())


def queries(dashboard):
    """Every (title, expr), with the variables as Grafana would fill them in."""
    pairs = [(panel["title"], target["expr"])
             for panel in dashboard["panels"]
             for target in panel.get("targets", [])]
    for name, value in (("$__rate_interval", "10s"), ("$job", "forewarn"),
                        ("$instance", ".*")):
        pairs = [(title, expr.replace(name, value)) for title, expr in pairs]
    return pairs


def _cells(panel):
    at = panel["gridPos"]
    return {(x, y) for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])}


def _sources(value):
    """Every datasource in it, however deep."""
    if isinstance(value, dict):
        if "datasource" in value:
            yield value["datasource"]
        for each in value.values():
            yield from _sources(each)
    elif isinstance(value, list):
        for each in value:
            yield from _sources(each)


def shows_structure():
    dashboard = load()
    panels = dashboard["panels"]
    ids = [panel["id"] for panel in panels]
    case("dashboard: panels have ids of their own", len(ids) == len(set(ids)))
    taken, overlaps = set(), []
    for panel in panels:
        cells = _cells(panel)
        if taken & cells or max(x for x, _ in cells) >= COLUMNS:
            overlaps.append(panel["title"])
        taken |= cells
    case("dashboard: none lies on another or beyond the edge", not overlaps,
         str(overlaps))
    case("dashboard: each has a title, and what shows data a query", all(
        panel["title"] and (panel["type"] == "row") != bool(
            panel.get("targets")) for panel in panels))
    sources = list(_sources(dashboard))
    case("dashboard: the variable is the only data source", sources and all(
        source == {"type": "prometheus", "uid": "${datasource}"}
        for source in sources))
    refs = [[t["refId"] for t in panel.get("targets", [])] for panel in panels]
    case("dashboard: queries of a panel are told apart",
         all(len(r) == len(set(r)) for r in refs))
    names = {v["name"] for v in dashboard["templating"]["list"]}
    used = set(re.findall(r"\$\{?([a-z]\w*)", json.dumps(dashboard)))
    case("dashboard: every variable is there, and used", names == used,
         f"{names} {used}")
    case("dashboard: its address stays the same", dashboard["uid"] ==
         "forewarn" and "id" not in dashboard)


def _as_words(declarations):
    """TypeScript's enums take no text; as unions of texts they do."""
    def union(match):
        values = re.findall(r"=\s*(\"[^\"]*\"|'[^']*'|-?\d+)", match[2])
        return f"export type {match[1]} = {' | '.join(values)};"
    return re.sub(r"export declare enum (\w+) \{(.*?)\}", union, declarations,
                  flags=re.S)


def shows_types(where):
    """The dashboard and the options of each panel against Grafana's types."""
    name = "dashboard: of Grafana's own types (@grafana/schema)"
    if not shutil.which("npm"):
        print(f"skip {name} - npm is missing")
        return
    try:
        subprocess.run(["npm", "install", "--silent", "--no-audit",
                        "--no-fund", "@grafana/schema", "typescript@5"],
                       cwd=where, check=True, timeout=180)
    except (subprocess.SubprocessError, OSError):
        print(f"skip {name} - npm cannot install them")
        return
    types = "node_modules/@grafana/schema/dist/types"
    for file in (where / types).rglob("*.d.ts"):
        text = file.read_text()
        if "declare enum" in text:
            file.write_text(_as_words(text))
    dashboard = load()
    lines = ['import type { Dashboard } from "@grafana/schema";',
             f"export const dashboard: Dashboard = {json.dumps(dashboard)};"]
    for kind in sorted({p["type"] for p in dashboard["panels"]} - {"row"}):
        lines.append(f'import type {{ Options as {kind} }} from "./{types}/raw'
                     f'/composable/{kind}/panelcfg/x/types.gen";')
    lines += [f"export const p{p['id']}: {p['type']} = "
              f"{json.dumps(p['options'])};"
              for p in dashboard["panels"] if p["type"] != "row"]
    (where / "dashboard.ts").write_text("\n".join(lines) + "\n")
    run = subprocess.run(
        ["node_modules/.bin/tsc", "--noEmit", "--strict", "--skipLibCheck",
         "--module", "nodenext", "--moduleResolution", "nodenext",
         "dashboard.ts"], cwd=where, text=True, capture_output=True,
        timeout=120)
    case(name, run.returncode == 0, run.stdout[:2000])
