# SPDX-License-Identifier: BSD-3-Clause
"""schema - as much of JSON Schema 2020-12 as conf/*.schema.json use."""
import json
import pathlib
import re

PATH = pathlib.Path(__file__).resolve().parents[2] / "conf/state.schema.json"
ROOT = json.loads(PATH.read_text())
TYPES = {"object": dict, "array": list, "string": str, "integer": int,
         "boolean": bool, "null": type(None)}
KNOWN = {"$schema", "$id", "$defs", "title", "description", "$ref", "type",
         "const", "enum", "pattern", "minimum", "maxItems", "items",
         "required", "properties", "additionalProperties", "allOf", "anyOf"}


def _is(value, name):
    return isinstance(value, TYPES[name]) and (
        name == "boolean" or not isinstance(value, bool))


def _own_errors(value, schema, at):
    if not schema.keys() <= KNOWN:
        yield f"the schema at {at} uses {schema.keys() - KNOWN}"
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, name) for name in types):
        yield f"{at}: {value!r} is no {' or '.join(types)}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""),
                                                value):
        yield f"{at}: {value!r} is not like {schema['pattern']}"
    if _is(value, "integer") and value < schema.get("minimum", value):
        yield f"{at}: {value} is under {schema['minimum']}"


def _inner_errors(value, schema, at):
    if isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for index, item in enumerate(value):
            yield from errors(item, schema.get("items", {}), f"{at}[{index}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key in schema.get("required", []):
            if key not in value:
                yield f"{at}: {key} is missing"
        for key, item in value.items():
            yield from errors(
                item, known.get(key, schema.get("additionalProperties", {})),
                f"{at}.{key}")


def errors(value, schema=ROOT, at="$"):
    """What is wrong with `value`, a line each."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from errors(value, ROOT["$defs"][name], at)
    yield from _own_errors(value, schema, at)
    yield from _inner_errors(value, schema, at)
    for part in schema.get("allOf", []):
        yield from errors(value, part, at)
    anyof = schema.get("anyOf", [])
    if anyof and all(list(errors(value, part, at)) for part in anyof):
        yield f"{at}: {value!r} is none of what it may be"


def zone_errors(zone):
    """The same of an object that `forewarn check --json` prints."""
    return list(errors(zone, ROOT["$defs"]["zone"], "zone"))
